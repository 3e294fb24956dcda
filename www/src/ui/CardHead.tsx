/** The head of a card in the recipe's foot: a name, what it says in short, a menu. */
import { Icon } from "./icons";
import { Menu, type MenuItem } from "./Menu";

interface Props {
  name: string;
  title: string;
  summary: string;
  open: boolean;
  toggle: () => void;
  items?: () => MenuItem[];
}

export function CardHead({ name, title, summary, open, toggle, items }: Props) {
  return (
    <div class="step-head">
      <button type="button" class="step-title" aria-expanded={open} title={title} onClick={toggle}>
        <span class="step-name">{name}</span>
        <span class="step-summary">{summary}</span>
      </button>
      {items && <Menu items={items} label={`What to do with ${name.toLowerCase()}`} class="step-menu" align="right"><Icon name="more" /></Menu>}
      <span class="card-arrow" aria-hidden="true"><Icon name="down" /></span>
    </div>
  );
}
