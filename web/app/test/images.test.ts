import { describe, expect, test } from "vitest";
import { columnsFor, placesOf } from "../src/images/masonry";
import { sizesOf, smallestOf } from "../src/images/sizes";
import { logInPath, ownPath } from "../src/pages/account/next";

describe("the way back after log-in", () => {
  test("leads to a page of the app", () => {
    for (const path of ["/upload", "/images/7", "/images?author=7&model=flux%20dev"]) {
      expect(ownPath(new URLSearchParams(logInPath(path).split("?")[1]).get("next"))).toBe(path);
    }
  });
  test.each([
    "//elsewhere.example",
    "/\\elsewhere.example",
    "https://elsewhere.example",
    "javascript:alert(1)",
    "/\t/elsewhere.example",
    "images",
    "",
  ])("does not lead to %j", (given) => {
    expect(ownPath(given)).toBeUndefined();
  });
});

describe("the masonry", () => {
  const square = { width: 100, height: 100 };
  const tall = { width: 100, height: 200 };

  test("puts each image into the shortest column, and each below the one before it", () => {
    expect(placesOf([tall, square, square, square], 2, 5)).toEqual([
      { column: 1, row: 1, rows: 205 },
      { column: 2, row: 1, rows: 105 },
      { column: 2, row: 106, rows: 105 },
      { column: 1, row: 206, rows: 105 },
    ]);
  });
  test("moves no image when more come", () => {
    const first = placesOf([tall, square, square], 3, 5);
    expect(placesOf([tall, square, square, tall, square], 3, 5).slice(0, 3)).toEqual(first);
  });
  test("has two columns on a phone, five on a wide screen", () => {
    expect([320, 700, 1120, 4000].map(columnsFor)).toEqual([2, 3, 4, 5]);
  });
});

describe("sizes of an image", () => {
  const image = {
    image_url: "https://maru.example/full.webp",
    width: 1280,
    thumbnails: { "640": "https://maru.example/640.webp", "320": "https://maru.example/320.webp" },
  };

  test("the smallest is by number, not by letters", () => {
    expect(
      smallestOf({ ...image, thumbnails: { ...image.thumbnails, "1280": "https://maru.example/x" } }),
    ).toBe("https://maru.example/320.webp");
  });
  test("every one is offered, the full one last", () => {
    expect(sizesOf(image)).toBe(
      "https://maru.example/320.webp 320w, https://maru.example/640.webp 640w, https://maru.example/full.webp 1280w",
    );
  });
  test("without thumbnails there is the full one", () => {
    expect(smallestOf({ ...image, thumbnails: {} })).toBe("https://maru.example/full.webp");
  });
});
