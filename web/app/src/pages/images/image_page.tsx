import { Heading } from "../../components/heading.js";

/** Placeholder of the foundation: replaced before it lands. */
export function ImagePage() {
  return (
    <div class="page">
      <Heading title="ImagePage">ImagePage</Heading>
    </div>
  );
}
