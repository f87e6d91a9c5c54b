import { type Image, imageAddress } from "maru-client";

type Sizes = Pick<Image, "image_url" | "thumbnails" | "width">;

/** The thumbnails' names are their widths in pixels. */
function widthsOf({ thumbnails }: Sizes): number[] {
  return Object.keys(thumbnails)
    .map(Number)
    .sort((one, other) => one - other);
}

/** The address of the smallest size that there is. */
export function smallestOf(image: Sizes): string {
  const [width] = widthsOf(image);
  return imageAddress((width !== undefined && image.thumbnails[width]) || image.image_url);
}

/** For `srcset`: every size that there is, the full one last. */
export function sizesOf(image: Sizes): string {
  const smaller = widthsOf(image).map((width) => [image.thumbnails[width] ?? "", width] as const);
  const all = [...smaller, [image.image_url, image.width] as const];
  return all.map(([address, width]) => `${imageAddress(address)} ${width}w`).join(", ");
}
