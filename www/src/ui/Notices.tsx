/** What there is to say, in a corner; and the one banner, for a policy from a link. */
import { dismiss, fromLink, notices, task } from "../state/app";
import { backToSaved, keepLinked } from "../state/boot";
import { Icon } from "./icons";

export function Notices() {
  const running = task.value;
  return (
    <div class="notices" role="status" aria-live="polite">
      {running && (
        <div class="notice">
          <p class="notice-text">{running.label} · {(running.show ?? String)(running.done)} of {(running.show ?? String)(running.total)}</p>
          <progress max={running.total} value={running.done} aria-label={running.label} />
          <button type="button" class="quiet" onClick={running.cancel}>Cancel</button>
        </div>
      )}
      {notices.value.map((notice) => (
        <div key={notice.id} class={`notice ${notice.tone}`}>
          <div class="notice-text">
            <p>{notice.text}</p>
            {notice.details && (
              <details class="notice-details">
                <summary>{notice.details.summary}</summary>
                <ul tabIndex={0} aria-label={notice.details.summary}>{notice.details.lines.map((line, at) => <li key={at} class="notice-line">{line}</li>)}</ul>
              </details>
            )}
            {(notice.lines ?? []).map((line) => <p key={line} class="notice-line">{line}</p>)}
          </div>
          {notice.action && (
            <button type="button" class="quiet" onClick={() => { notice.action?.run(); dismiss(notice.id); }}>{notice.action.label}</button>
          )}
          <button type="button" class="tiny" aria-label="Dismiss" onClick={() => { dismiss(notice.id); }}><Icon name="close" /></button>
        </div>
      ))}
    </div>
  );
}

export function Banner() {
  if (!fromLink.value) return null;
  return (
    <div class="banner" role="status">
      <span>Opened from a link; your saved policy is kept.</span>
      <button type="button" class="quiet" onClick={() => { void backToSaved(); }}>Go back to mine</button>
      <button type="button" class="quiet" onClick={keepLinked}>Keep this one instead</button>
    </div>
  );
}
