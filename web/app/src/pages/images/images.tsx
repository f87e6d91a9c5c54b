import { Heading } from "../../components/heading.js";

/** Placeholder of the foundation: replaced before it lands. */
export function Images() {
  return (
    <div class="page">
      <Heading title="Images">Images</Heading>
    </div>
  );
}
