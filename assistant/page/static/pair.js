"use strict";
// Lets this browser in with the code that Limber says aloud.

byId("ask").addEventListener("click", async () => {
  const { data } = await ask("POST", "/pair/new", {});
  tell(data.trouble || given.said);
  byId("code").focus();
});

byId("pair").addEventListener("submit", async (event) => {
  event.preventDefault();
  const { status, data } = await ask("POST", "/pair/code", { code: byId("code").value });
  if (status === 200) location.replace("/");
  else tell(data.trouble);
});
