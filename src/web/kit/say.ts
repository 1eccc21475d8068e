/** Words that a screen reader hears and everybody sees for a moment. */
export const say = (words: string): void => {
  const node = document.querySelector("#said") ?? document.createElement("div");
  node.id = "said";
  node.className = "toast";
  node.setAttribute("role", "status");
  document.body.append(node);
  node.textContent = words;
  setTimeout(() => {
    if (node.textContent === words) node.textContent = "";
  }, 2_500);
};
