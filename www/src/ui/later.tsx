/** Parts of the page that are fetched when they are first shown. */
import type { ComponentType, JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { say } from "../state/app";

export function later<P extends object>(load: () => Promise<ComponentType<P>>): (props: P) => JSX.Element | null {
  let loaded: ComponentType<P> | null = null;
  return function Later(props: P) {
    const [, show] = useState(false);
    useEffect(() => {
      if (loaded) return;
      load()
        .then((component) => {
          loaded = component;
          show(true);
        })
        .catch(() => { say({ tone: "error", text: "A part of the page could not be fetched. Reload it and try again." }); });
    }, []);
    const Loaded = loaded;
    return Loaded && <Loaded {...props} />;
  };
}
