import { Link } from 'react-router-dom';
import { useCounts } from '../language/LanguageContext';

export interface BarPart {
  key: string;
  count: number;
  colour: string; // a CSS variable of tokens.ts
}

export interface BarItem {
  key: string;
  name: string;
  to?: string; // the list of exactly these
  parts: BarPart[];
}

// Counts as bars, each the way to its own list: a chart that a keyboard can use.
export function BarLinks({ items, label }: { items: BarItem[]; label: string }) {
  const count = useCounts();
  const sum = (item: BarItem) => item.parts.reduce((total, part) => total + part.count, 0);
  const most = Math.max(1, ...items.map(sum));
  return (
    <nav className="hb-bars" aria-label={label}>
      {items.map((item) => {
        const inside = (
          <>
            <span className="hb-bar-name hb-clip">{item.name}</span>
            <span className="hb-bar-track" aria-hidden>
              {item.parts.map((part) => (
                <i
                  key={part.key}
                  className="hb-bar-part"
                  style={{ width: `${(100 * part.count) / most}%`, background: part.colour }}
                />
              ))}
            </span>
            <span className="hb-bar-count">{count(sum(item))}</span>
          </>
        );
        return item.to ? (
          <Link className="hb-bar" key={item.key} to={item.to}>
            {inside}
          </Link>
        ) : (
          <span className="hb-bar" key={item.key}>
            {inside}
          </span>
        );
      })}
    </nav>
  );
}
