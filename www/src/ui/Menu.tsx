/** A button that opens a list of things to do. Arrow keys move, Escape closes. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

export interface MenuItem {
  label: string;
  hint?: string;
  checked?: boolean;
  /** One of several that may be checked at once. */
  several?: boolean;
  danger?: boolean;
  /** A line above the item. */
  apart?: boolean;
  run: () => void;
}

interface Props {
  items: () => MenuItem[];
  label: string;
  class?: string;
  title?: string;
  align?: "left" | "right";
  children: ComponentChildren;
}

export function Menu({ items, label, children, title, align = "left", class: className = "" }: Props) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const panel = list.current;
    const anchor = button.current;
    if (!open || !panel || !anchor) return;
    place(panel, anchor, align);
    focusItem(panel, "first", true);
    const outside = (event: Event): void => {
      if (event.target instanceof Node && !panel.contains(event.target) && !anchor.contains(event.target)) setOpen(false);
    };
    const away = (event: Event): void => { if (event.target !== panel) setOpen(false); };
    document.addEventListener("pointerdown", outside, true);
    document.addEventListener("scroll", away, true);
    addEventListener("resize", away);
    return () => {
      document.removeEventListener("pointerdown", outside, true);
      document.removeEventListener("scroll", away, true);
      removeEventListener("resize", away);
    };
  }, [open, align]);

  const close = (): void => {
    setOpen(false);
    button.current?.focus();
  };
  const onKey = (event: KeyboardEvent): void => {
    const panel = list.current;
    if (!panel) return;
    const moves: Record<string, "next" | "before" | "first" | "last"> = { ArrowDown: "next", ArrowUp: "before", Home: "first", End: "last" };
    const move = moves[event.key];
    if (move) focusItem(panel, move);
    else if (event.key === "Escape") close();
    else if (event.key === "Tab") setOpen(false);
    else return;
    event.stopPropagation();
    if (event.key !== "Tab") event.preventDefault();
  };

  return (
    <>
      <button
        ref={button}
        type="button"
        class={className}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-label={label}
        title={title}
        onClick={(event) => {
          event.stopPropagation();
          setOpen(!open);
        }}
      >
        {children}
      </button>
      {open && (
        <div ref={list} class="menu" role="menu" aria-label={label} onKeyDown={onKey}>
          {items().map((item) => (
            <button
              key={item.label}
              type="button"
              role={item.checked === undefined ? "menuitem" : item.several ? "menuitemcheckbox" : "menuitemradio"}
              aria-checked={item.checked}
              tabIndex={-1}
              class={`menu-item${item.danger ? " danger" : ""}${item.apart ? " apart" : ""}`}
              onClick={(event) => {
                event.stopPropagation();
                close();
                item.run();
              }}
            >
              <span>{item.label}</span>
              {item.hint !== undefined && <kbd>{item.hint}</kbd>}
            </button>
          ))}
        </div>
      )}
    </>
  );
}

function place(panel: HTMLElement, anchor: HTMLElement, align: "left" | "right"): void {
  const box = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = panel;
  const left = align === "left" ? box.left : box.right - width;
  const below = box.bottom + 4;
  const top = below + height > innerHeight - 8 ? Math.max(8, box.top - height - 4) : below;
  panel.style.left = `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`;
  panel.style.top = `${top}px`;
}

function focusItem(panel: HTMLElement, move: "next" | "before" | "first" | "last", preferChecked = false): void {
  const items = [...panel.querySelectorAll<HTMLElement>(".menu-item")];
  const at = items.indexOf(document.activeElement as HTMLElement);
  const index = { next: (at + 1) % items.length, before: (at - 1 + items.length) % items.length, first: 0, last: items.length - 1 }[move];
  const checked = preferChecked ? items.find((item) => item.getAttribute("aria-checked") === "true") : undefined;
  (checked ?? items[index])?.focus();
}
