import { dataOf, type Image } from "maru-client";
import { useMaru } from "maru-react";
import { useEffect, useState } from "react";
import { Icon } from "../../components/icon.js";
import { useI18n } from "../../i18n/use_i18n.js";
import { smallestOf } from "../../images/sizes.js";

const COUNT = 14;
/** At the height of a band, about as many fill the widest screens. */
const PER_BAND = 7;
/** Fewer do not make a band that goes round. */
const LEAST = 4;

/** Images of the community pass behind the words: for the eye alone. Without images, or a server, there is none.
 * What moves can be stopped (WCAG 2.2.2); under reduced motion it stands still from the beginning. */
export function Gallery() {
  const maru = useMaru();
  const { t } = useI18n();
  const [images, setImages] = useState<readonly Image[]>([]);
  const [isPaused, setPaused] = useState(false);
  useEffect(() => {
    dataOf(maru.images.GET("/api/v1/images", { params: { query: { size: COUNT } } })).then(
      ({ items }) => setImages(items),
      () => undefined, // decoration: the page is whole without it
    );
  }, [maru]);
  if (images.length < LEAST) return <div class="gallery gallery-empty" aria-hidden="true" />;
  const half = Math.ceil(images.length / 2);
  return (
    <>
      <div class={isPaused ? "gallery is-paused" : "gallery"} aria-hidden="true">
        <Band images={images.slice(0, half)} />
        <Band images={images.slice(half)} />
      </div>
      <button
        type="button"
        class="gallery-pause"
        aria-pressed={isPaused}
        aria-label={t("welcome.pause")}
        onClick={() => setPaused(!isPaused)}
      >
        <Icon name={isPaused ? "play" : "pause"} />
      </button>
    </>
  );
}

/** Each image is there often enough to fill a wide screen, twice over: the second half takes the place of the first. */
function Band({ images }: { images: readonly Image[] }) {
  const half = Array.from({ length: Math.ceil(PER_BAND / images.length) }, () => images).flat();
  return (
    <div class="gallery-band">
      {[...half, ...half].map((image, place) => (
        <img key={place} src={smallestOf(image)} width={image.width} height={image.height} alt="" />
      ))}
    </div>
  );
}
