import { dataOf, type Image } from "maru-client";
import { useMaru } from "maru-react";
import { useEffect, useState } from "react";

const COUNT = 12;
/** Fewer do not make a band that goes round. */
const LEAST = 4;

/** Images of the community pass behind the words: for the eye alone. Without images, or a server, there is none. */
export function Gallery() {
  const maru = useMaru();
  const [images, setImages] = useState<readonly Image[]>([]);
  useEffect(() => {
    dataOf(maru.images.GET("/api/v1/images", { params: { query: { size: COUNT } } })).then(
      ({ items }) => setImages(items),
      () => undefined, // decoration: the page is whole without it
    );
  }, [maru]);
  if (images.length < LEAST) return <div class="gallery gallery-empty" aria-hidden="true" />;
  return (
    <div class="gallery" aria-hidden="true">
      <div class="gallery-band">
        {[...images, ...images].map((image, place) => (
          <img
            key={place}
            src={smallest(image)}
            width={image.width}
            height={image.height}
            alt=""
            loading="lazy"
          />
        ))}
      </div>
    </div>
  );
}

/** The thumbnails' names are their widths in pixels. */
function smallest({ thumbnails, image_url }: Image): string {
  const [width] = Object.keys(thumbnails).sort((a, b) => Number(a) - Number(b));
  return (width !== undefined && thumbnails[width]) || image_url;
}
