// A wide table scrolls inside its own box. Where nothing in the box takes the focus, the keyboard could not move it: such a
// box takes the focus itself.
import { useEffect } from 'react';

const kBoxes = '.ant-table-content, .ant-table-body, .ant-drawer-body, .hb-snippet, .hb-picture';
const kStops = 'a[href], button, input, [tabindex="0"]';

function lay(box: Element): void {
  const scrolls = box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight;
  const wanted = scrolls && !box.querySelector(kStops);
  if (wanted) box.setAttribute('tabindex', '0');
  else if (box.hasAttribute('tabindex')) box.removeAttribute('tabindex');
}

export function useReachableScroll(): void {
  useEffect(() => {
    let waiting = 0;
    const look = () => {
      waiting = 0;
      for (const box of document.querySelectorAll(kBoxes)) lay(box);
    };
    const soon = () => {
      if (waiting === 0) waiting = window.setTimeout(look, 50);
    };
    const observer = new MutationObserver(soon);
    observer.observe(document.body, { childList: true, subtree: true });
    window.addEventListener('resize', soon);
    soon();
    return () => {
      observer.disconnect();
      window.removeEventListener('resize', soon);
      window.clearTimeout(waiting);
    };
  }, []);
}
