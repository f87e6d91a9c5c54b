import { Heading } from "../../components/heading.js";

/** Placeholder of the foundation: replaced before it lands. */
export function Calls() {
  return (
    <div class="page">
      <Heading title="Calls">Calls</Heading>
    </div>
  );
}
