import { Heading } from "../../components/heading.js";

/** Placeholder of the foundation: replaced before it lands. */
export function MyImages() {
  return (
    <div class="page">
      <Heading title="MyImages">MyImages</Heading>
    </div>
  );
}
