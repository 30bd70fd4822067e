"""How the explorer looks: JupyterLab's own colours, so that it follows the light and the dark theme."""

CSS = """
.explorer { color: var(--jp-ui-font-color1, #1c2126); max-width: 1100px; }
.explorer .widget-label { width: auto; min-width: 7.5em; text-align: left; color: inherit; }
.explorer-filters { display: grid; grid-template-columns: repeat(auto-fill, minmax(250px, 1fr)); gap: 0 18px; align-items: start;
  border-bottom: 1px solid var(--jp-border-color2, #ccc); padding-bottom: 8px; overflow: visible; }
.explorer-filters > .widget-vbox { min-width: 0; overflow: visible; }
.explorer-filters .widget-dropdown, .explorer-filters .widget-text, .explorer-filters .widget-datepicker { width: auto; }
.explorer-filters .widget-vbox .widget-vbox { margin: 0; overflow: visible; }
[data-jp-theme-light="false"] .explorer select { background-image: url("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 18 18'%3E%3Cpath fill='none' stroke='white' stroke-width='2' d='M5 7l4 4 4-4'/%3E%3C/svg%3E"); }
.explorer-chosen { flex-flow: row wrap; margin-left: calc(7.5em + 8px); overflow: visible; }
.explorer-chosen button { width: auto; height: auto; line-height: 1.5; padding: 0 8px; border-radius: 10px; background: #12436D; color: #fff; font-size: 12px; }
.explorer-filters .widget-html { margin: -2px 2px 3px calc(7.5em + 10px); height: auto; }
.explorer-filters .widget-html-content { line-height: 1.3; }
.explorer-quiet { color: var(--jp-ui-font-color1, #4a5157); opacity: 0.82; font-size: 12px; }
.explorer-views .widget-toggle-buttons, .explorer .widget-toggle-buttons { flex-flow: row wrap; height: auto; }
.explorer-views, .explorer .widget-toggle-buttons { height: auto; overflow: visible; }
.explorer .widget-toggle-buttons .widget-toggle-button.mod-active {
  background: #12436D; color: #fff; box-shadow: none; font-weight: 600; }
.explorer button:focus-visible, .explorer select:focus-visible, .explorer input:focus-visible,
.explorer summary:focus-visible { outline: 2px solid #F46A25; outline-offset: 1px; }
.explorer-chart { display: block; width: 100%; max-width: 820px; background: #fff; border-radius: 3px; }
.explorer-empty { padding: 30px 16px; border: 1px dashed var(--jp-border-color1, #999); font-size: 15px; }
.explorer-code textarea { font-family: var(--jp-code-font-family, monospace); min-height: 5em; }
.explorer-code { width: 100% !important; max-width: 820px; }
.explorer-below { gap: 24px; align-items: flex-start; border-top: 1px solid var(--jp-border-color2, #ccc); padding-top: 8px; }
.explorer-below > .widget-vbox { flex: 1.5 1 580px; min-width: 0; max-width: 100%; }
.explorer-below > .widget-html { flex: 1 1 340px; min-width: 0; }
.explorer-rows { overflow-x: auto; }
.explorer-rows > .widget-hbox { min-width: 560px; align-items: flex-start; border-bottom: 1px solid var(--jp-border-color3, #ddd); overflow: visible; }
.explorer-rows .widget-html-content { line-height: 1.35; }
.explorer-day { white-space: nowrap; }
.explorer-rows button { margin: 1px; height: auto; min-width: 0; line-height: 1.35; white-space: normal; padding: 4px; text-align: left; background: transparent; box-shadow: none; }
.explorer-rows .explorer-name { color: var(--jp-content-link-color, #12436D); text-decoration: underline; }
.explorer-rows .explorer-head { font-weight: 600; color: inherit; }
.explorer-cells { display: grid; grid-auto-flow: column; grid-auto-columns: 1fr; gap: 0 6px; padding-top: 4px; font-size: 13px; }
.explorer-card { font-size: 13px; line-height: 1.4; overflow-wrap: anywhere; }
.explorer-card h3 { margin: 4px 0; }
.explorer-card h4 { margin: 10px 0 2px; font-size: 13px; }
.explorer-card details > div { margin-left: 1.2em; }
.explorer-card summary { cursor: pointer; padding: 2px 0; }
.explorer-card summary > span { display: inline-block; min-width: 8em; opacity: 0.82; }
.explorer-card ul { margin: 2px 0 6px 1.2em; padding: 0; }
.explorer-card a { color: var(--jp-content-link-color, #0b5cad); text-decoration: underline; }
.explorer-card em { font-style: normal; white-space: nowrap; font-size: 11px; padding: 0 5px; border: 1px solid currentColor; border-radius: 8px; opacity: 0.85; }
.explorer-card .explorer-disputed { border-style: dashed; font-weight: 700; }
"""
