import { dataOf, type Image, imageAddress, MaruError } from "maru-client";
import { useList, useMaru } from "maru-react";
import { useState } from "react";

const SIZE = 12;

/** Images, newest first, page by page. */
export function Feed({ baseUrl, canLike }: { baseUrl: string; canLike: boolean }) {
  const { images } = useMaru();
  const { items, status, error, hasMore, loadMore, change } = useList("feed", async (after) => {
    const query = { cursor: after ?? "", size: SIZE };
    const page = await dataOf(images.GET("/api/v1/images", { params: { query } }));
    return { items: page.items, next: "next_cursor" in page ? (page.next_cursor ?? undefined) : undefined };
  });

  const [problem, setProblem] = useState("");

  async function like({ id }: Image): Promise<void> {
    const path = { image_id: id };
    try {
      const { like_count, is_liked } = await dataOf(
        images.POST("/api/v1/images/{image_id}/like", { params: { path } }),
      );
      change((all) => all.map((image) => (image.id === id ? { ...image, like_count, is_liked } : image)));
    } catch (failure) {
      if (!(failure instanceof MaruError)) throw failure;
      setProblem(failure.message); // failure.code says what to do: /docs/errors/
    }
  }

  return (
    <section aria-busy={status === "loading"}>
      <ul>
        {items.map((image) => (
          <li key={image.id}>
            <img src={imageAddress(image.image_url, baseUrl)} alt={image.prompt} width={240} loading="lazy" />
            <p>{image.prompt}</p>
            <button type="button" disabled={!canLike || image.is_liked} onClick={() => void like(image)}>
              {image.like_count} likes
            </button>
          </li>
        ))}
      </ul>
      {(error ?? problem) && <p role="alert">{error?.message ?? problem}</p>}
      {hasMore && (
        <button type="button" onClick={() => void loadMore()}>
          More
        </button>
      )}
    </section>
  );
}
