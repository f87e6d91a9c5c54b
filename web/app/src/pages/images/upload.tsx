import { Heading } from "../../components/heading.js";

/** Placeholder of the foundation: replaced before it lands. */
export function Upload() {
  return (
    <div class="page">
      <Heading title="Upload">Upload</Heading>
    </div>
  );
}
