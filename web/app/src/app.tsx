import { Route, Switch, useLocation } from "wouter-preact";
import { ErrorBoundary } from "./components/error_boundary.js";
import { Shell } from "./components/shell.js";
import { NotFound } from "./pages/not_found/not_found.js";
import {
  Arena,
  Calls,
  ImagePage,
  Images,
  LogIn,
  Me,
  MyImages,
  Ranks,
  Rules,
  SignUp,
  Talk,
  Upload,
} from "./pages/pages.js";
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
          <Route path={"/images" satisfies RoutePath} component={Images} />
          <Route path={"/images/:id" satisfies RoutePath} component={ImagePage} />
          <Route path={"/upload" satisfies RoutePath} component={Upload} />
          <Route path={"/my-images" satisfies RoutePath} component={MyImages} />
          <Route path={"/arena" satisfies RoutePath} component={Arena} />
          <Route path={"/ranks" satisfies RoutePath} component={Ranks} />
          <Route path={"/calls" satisfies RoutePath} component={Calls} />
          <Route path={"/me" satisfies RoutePath} component={Me} />
          <Route component={NotFound} />
        </Switch>
      </ErrorBoundary>
    </Shell>
  );
}
