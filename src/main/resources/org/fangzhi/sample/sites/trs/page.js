// Writes the links to the list pages: of `pages`, the one shown is `current`, counted from 0.
function createPageHTML(pages, current, name, ext) {
  function file(k) { return k === 0 ? name + "." + ext : name + "_" + k + "." + ext; }
  var html = "共" + pages + "页&nbsp;";
  if (current > 0) html += "<a href=\"" + file(current - 1) + "\">上一页</a>&nbsp;";
  for (var k = 0; k < pages; k++) {
    html += k === current ? "<b>" + (k + 1) + "</b>&nbsp;" : "<a href=\"" + file(k) + "\">" + (k + 1) + "</a>&nbsp;";
  }
  if (current < pages - 1) html += "<a href=\"" + file(current + 1) + "\">下一页</a>";
  document.write(html);
}
