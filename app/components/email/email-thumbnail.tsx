import styles from "./email-thumbnail.module.css";

/** The upper part of an email at half its size, as a picture for a card that names it. */
export function EmailThumbnail({ html, title }: { html: string; title: string }) {
  return (
    <div className={styles.window} aria-hidden="true">
      <iframe
        className={styles.email}
        sandbox=""
        srcDoc={html}
        title={title}
        tabIndex={-1}
        loading="lazy"
      />
    </div>
  );
}
