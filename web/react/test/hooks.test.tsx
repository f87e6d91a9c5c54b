import { createMaru, type Page, when } from "maru-client";
import { act, type ReactNode } from "react";
import { createRoot } from "react-dom/client";
import { expect, test } from "vitest";
import { MaruProvider, useCall, useList, useMicrophone, useSession } from "../src";

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
const maru = createMaru({ baseUrl: "http://localhost:1" });

function Who() {
  const { status } = useSession();
  return <p>{status}</p>;
}

function Try() {
  const { status, error, open } = useMicrophone();
  return (
    <button type="button" onClick={() => void open()}>
      {status} {error?.code}
    </button>
  );
}

function Talk() {
  const { partner, muted, mute, phase } = useCall({ room: "r1", partner: "ben" });
  return (
    <button type="button" onClick={() => mute(!muted)}>
      {partner} {phase} {muted ? "muted" : "open"}
    </button>
  );
}

const pages: Record<string, Page<string>> = {
  first: { items: ["a", "b"], next: "second" },
  second: { items: ["c"] },
};

function Letters() {
  const { items, hasMore, loadMore } = useList(
    "letters",
    async (after) => pages[after ?? "first"] as Page<string>,
  );
  return (
    <button type="button" onClick={() => void loadMore()}>
      {items.join("")} {hasMore ? "more" : "end"}
    </button>
  );
}

async function shown(component: ReactNode): Promise<HTMLElement> {
  const host = document.createElement("div");
  await act(async () => {
    createRoot(host).render(<MaruProvider maru={maru}>{component}</MaruProvider>);
  });
  return host;
}

test("useSession follows the session", async () => {
  const host = await shown(<Who />);
  await act(() => maru.session.restore());
  expect(host.textContent).toBe("guest");
});

test("useMicrophone shows how the try went", async () => {
  const host = await shown(<Try />);
  expect(host.textContent).toBe("closed ");
  await act(async () => {
    host.querySelector("button")?.click();
    await when(maru.microphone(), ({ status }) => status === "failed");
  });
  expect(host.textContent).toMatch(/^failed microphone_/);
});

test("useCall shows the call of the room, and its methods change it", async () => {
  const host = await shown(<Talk />);
  expect(host.textContent).toBe("ben preparing open");
  await act(async () => host.querySelector("button")?.click());
  expect(host.textContent).toBe("ben preparing muted");
  await act(async () => maru.call("r1").hangUp());
  expect(host.textContent).toBe("ben over muted"); // the same call, after its end
});

test("useList loads the first page, then more, then ends", async () => {
  const host = await shown(<Letters />);
  expect(host.textContent).toBe("ab more");
  await act(async () => host.querySelector("button")?.click());
  expect(host.textContent).toBe("abc end");
});
