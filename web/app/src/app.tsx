import { Route, Switch, useLocation } from "wouter-preact";
import { ErrorBoundary } from "./components/error_boundary.js";
import { Shell } from "./components/shell.js";
import { LogIn } from "./pages/account/log_in.js";
import { SignUp } from "./pages/account/sign_up.js";
import { Me } from "./pages/me/me.js";
import { NotFound } from "./pages/not_found/not_found.js";
import { Rules } from "./pages/rules/rules.js";
import { Talk } from "./pages/talk/talk.js";
import { Welcome } from "./pages/welcome/welcome.js";
import type { RoutePath } from "./routes.js";

export function App() {
  const [location] = useLocation();
  return (
    <Shell>
      <ErrorBoundary key={location}>
        <Switch>
          <Route path={"/" satisfies RoutePath} component={Welcome} />
          <Route path={"/sign-up" satisfies RoutePath} component={SignUp} />
          <Route path={"/log-in" satisfies RoutePath} component={LogIn} />
          <Route path={"/rules" satisfies RoutePath} component={Rules} />
          <Route path={"/talk" satisfies RoutePath} component={Talk} />
          <Route path={"/me" satisfies RoutePath} component={Me} />
          <Route component={NotFound} />
        </Switch>
      </ErrorBoundary>
    </Shell>
  );
}
