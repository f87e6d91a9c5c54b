import { createMaru } from "maru-client";
import { MaruProvider, useSession } from "maru-react";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Feed } from "./feed";
import { LogIn } from "./log_in";

// A page of another origin keeps its session over reloads only with a storage.
const baseUrl = import.meta.env.VITE_MARU ?? "http://localhost:8080";
const maru = createMaru({ baseUrl, storage: sessionStorage });

function App() {
  const { status, user, logOut } = useSession();
  return (
    <main>
      <h1>Maru with React</h1>
      {status === "user" && (
        <p>
          {user?.username}{" "}
          <button type="button" onClick={() => void logOut()}>
            Log out
          </button>
        </p>
      )}
      {status === "guest" && <LogIn />}
      <Feed baseUrl={baseUrl} canLike={status === "user"} />
    </main>
  );
}

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root.");
createRoot(root).render(
  <StrictMode>
    <MaruProvider maru={maru}>
      <App />
    </MaruProvider>
  </StrictMode>,
);
