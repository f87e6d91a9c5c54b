import { Heading } from "../../components/heading.js";

/** Placeholder of the foundation: replaced before it lands. */
export function Ranks() {
  return (
    <div class="page">
      <Heading title="Ranks">Ranks</Heading>
    </div>
  );
}
