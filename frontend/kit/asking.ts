/** A form that cannot be undone asks first: `<form data-ask="Revoke it?">`. */

export function startAsking(): void {
  document.addEventListener("submit", (event) => {
    const question = event.target instanceof HTMLFormElement ? event.target.dataset.ask : undefined;
    if (question && !window.confirm(question)) event.preventDefault();
  });
}
