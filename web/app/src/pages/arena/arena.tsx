import { Heading } from "../../components/heading.js";

/** Placeholder of the foundation: replaced before it lands. */
export function Arena() {
  return (
    <div class="page">
      <Heading title="Arena">Arena</Heading>
    </div>
  );
}
