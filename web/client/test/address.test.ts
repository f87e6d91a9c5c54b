import { afterEach, expect, test, vi } from "vitest";
import { imageAddress } from "../src";

afterEach(() => {
  vi.unstubAllGlobals();
});

test.each([
  ["http://localhost:8080/uploads/a/320.webp", "http://192.168.0.7:8080/uploads/a/320.webp"],
  ["http://localhost:8080/uploads/a.webp?v=2", "http://192.168.0.7:8080/uploads/a.webp?v=2"],
  ["/uploads/a.webp", "http://192.168.0.7:8080/uploads/a.webp"],
  ["https://store.example/maru/uploads/a.webp", "https://store.example/maru/uploads/a.webp"],
])("on a page of the local network %s is %s", (address, expected) => {
  vi.stubGlobal("location", { origin: "http://192.168.0.7:8080" });
  expect(imageAddress(address)).toBe(expected);
});

test("a page of another origin names the server", () => {
  const address = imageAddress("http://localhost:8080/uploads/a.webp", "https://maru.example");
  expect(address).toBe("https://maru.example/uploads/a.webp");
});
