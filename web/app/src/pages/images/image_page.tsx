import { dataOf, type Image, imageAddress } from "maru-client";
import { useMaru } from "maru-react";
import { useCallback } from "react";
import { Link, useParams } from "wouter-preact";
import { Heading } from "../../components/heading.js";
import { Problem } from "../../components/problem.js";
import { Skeleton } from "../../components/skeleton.js";
import { useI18n } from "../../i18n/use_i18n.js";
import { knownImage } from "../../images/feeds.js";
import { sizesOf } from "../../images/sizes.js";
import { useLoaded } from "../../state/use_loaded.js";
import { Details } from "./details.js";
import { MoreOf } from "./more_of.js";

export function ImagePage() {
  const { t } = useI18n();
  const { images } = useMaru();
  const id = Number(useParams().id);
  const load = useCallback(
    () => dataOf(images.GET("/api/v1/images/{image_id}", { params: { path: { image_id: id } } })),
    [images, id],
  );
  const { data, error, reload, change } = useLoaded(load);
  const image = data ?? knownImage(id); // a list has it already, until the answer is here
  if (error && (!image || error.status === 404)) {
    return (
      <div class="page">
        <Heading title={t("images.title")}>
          {t(error.status === 404 ? "image.gone_title" : "images.title")}
        </Heading>
        {error.status === 404 ? (
          <p class="muted">
            {t("image.gone")} <Link href="/images">{t("images.all")}</Link>
          </p>
        ) : (
          <Problem error={error} retry={reload} />
        )}
      </div>
    );
  }
  return (
    <div class="page wide image-page">
      {image ? (
        <Shown image={image} onChange={data && ((now) => change(() => now))} />
      ) : (
        <Skeleton lines={6} />
      )}
    </div>
  );
}

interface ShownProps {
  image: Image;
  /** Undefined until the answer is here: what is changed before would be undone by it. */
  onChange: ((image: Image) => void) | undefined;
}

function Shown({ image, onChange }: ShownProps) {
  const { t } = useI18n();
  const prompt = image.prompt || t("image.no_prompt");
  const name = image.author?.username ?? t("images.author");
  return (
    <>
      <div class="image-and-details">
        <figure class="image-large" style={{ "--width": image.width, "--height": image.height }}>
          <img
            src={imageAddress(image.image_url)}
            srcSet={sizesOf(image)}
            sizes="(min-width: 900px) 70vw, 100vw"
            width={image.width}
            height={image.height}
            alt={prompt}
            fetchpriority="high"
          />
        </figure>
        <div class="image-side">
          <Heading title={prompt.slice(0, 60)}>{t("image.title", { name })}</Heading>
          <Details image={image} onChange={onChange} />
        </div>
      </div>
      <MoreOf author={image.user_id} name={name} except={image.id} />
    </>
  );
}
