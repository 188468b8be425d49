// A page whose process has been replaced (a restart, `make serve` after kill -HUP) is loaded anew: the new process does not
// know its session, and would take the reader's next click for nothing. Choices are in the address, so they stay.
(() => {
  const process = () => fetch("./_ronghe/process", { cache: "no-store" }).then((answer) => answer.text());
  let known = null;

  async function connected() {
    const now = await process();
    if (known && now !== known) location.reload();
    known = now;
  }

  addEventListener("load", () => {
    const state = () => document.querySelector("[data-testid=stApp]")?.dataset.testConnectionState;
    let before = null;
    new MutationObserver(() => {
      const now = state();
      if (now !== before && now === "CONNECTED") connected().catch(() => {});
      before = now;
    }).observe(document.body, { subtree: true, childList: true, attributeFilter: ["data-test-connection-state"] });
  });
})();
