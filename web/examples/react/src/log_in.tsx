import { MaruError } from "maru-client";
import { useSession } from "maru-react";
import { useState } from "react";

export function LogIn() {
  const { logIn } = useSession();
  const [problem, setProblem] = useState("");

  async function submit(data: FormData): Promise<void> {
    setProblem("");
    try {
      await logIn({ username: String(data.get("username")), password: String(data.get("password")) });
    } catch (failure) {
      if (!(failure instanceof MaruError)) throw failure;
      setProblem(failure.message);
    }
  }

  return (
    <form action={submit}>
      <label>
        Username <input name="username" autoComplete="username" />
      </label>
      <label>
        Password <input name="password" type="password" autoComplete="current-password" />
      </label>
      <button type="submit">Log in</button>
      <p role="alert">{problem}</p>
    </form>
  );
}
