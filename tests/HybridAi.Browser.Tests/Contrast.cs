using System.Text.Json;
using Microsoft.Playwright;

namespace HybridAi.Browser.Tests;

/// <summary>A text or a shape on the page, and how far it stands out from what is behind it.</summary>
/// <param name="Words">Its beginning; of a shape what it is.</param>
/// <param name="Ratio">The contrast, 1 to 21.</param>
/// <param name="Least">What it must have: 4.5, and 3 for large text and shapes.</param>
internal sealed record Contrast(string Words, double Ratio, double Least)
{
    // WCAG 2.2, success criterion 1.4.3 and the definitions of contrast ratio, relative luminance and large text. Disabled controls are exempt there.
    // Colours are kept premultiplied, so that translucent layers and opacity add up as they do on the screen.
    private const string Script =
        """
        () => {
          const paint = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
          const read = colour => {
            paint.clearRect(0, 0, 1, 1);
            paint.fillStyle = colour;
            paint.fillRect(0, 0, 1, 1);
            const [r, g, b, a] = paint.getImageData(0, 0, 1, 1).data;
            return [r, g, b, 255].map(part => part * a / 255 / 255);
          };
          const over = (top, below) => top.map((part, i) => part + below[i] * (1 - top[3]));
          const luminance = ([r, g, b]) => [r, g, b].map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
            .reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
          const ratio = (element, colour) => {
            let [ink, ground] = [read(colour), [0, 0, 0, 0]];
            for (let one = element; one; one = one.parentElement) {
              const style = getComputedStyle(one);
              const own = read(style.backgroundColor);
              [ink, ground] = [ink, ground].map(layer => over(layer, own).map(part => part * Number(style.opacity)));
            }
            const [dark, light] = [ink, ground].map(layer => luminance(over(layer, read("Canvas")))).sort((a, b) => a - b);
            return (light + 0.05) / (dark + 0.05);
          };
          const seen = element => element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !element.closest(":disabled, .unseen");
          const found = [];
          const look = (element, words, style) => {
            const size = parseFloat(style.fontSize);
            const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
            found.push({ words: words.trim().slice(0, 60), ratio: ratio(element, style.color), least: large ? 3 : 4.5 });
          };
          const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walk.nextNode()) {
            const [node, range] = [walk.currentNode, document.createRange()];
            range.selectNodeContents(node);
            if (node.data.trim() && range.getClientRects().length && seen(node.parentElement)) look(node.parentElement, node.data, getComputedStyle(node.parentElement));
          }
          for (const element of document.body.querySelectorAll("*")) {
            if (!seen(element)) continue;
            for (const pseudo of ["::before", "::after"]) {
              const style = getComputedStyle(element, pseudo);
              if (/^"[^"]*\w/.test(style.content)) look(element, style.content, style);
            }
            if (!element.matches("select, textarea, input:not([type=checkbox], [type=radio], [type=range], [type=hidden])")) continue;
            if (element.value) look(element, element.value, getComputedStyle(element));
            else if (element.placeholder) look(element, element.placeholder, getComputedStyle(element, "::placeholder"));
          }
          // A shape that means something (1.4.11) stands out by its fill or by its outline; lines of a grid and troughs of bars mean nothing.
          for (const shape of document.body.querySelectorAll("svg :is(circle, rect, line, path, polyline):not(.grid, .trough)")) {
            if (!seen(shape)) continue;
            const style = getComputedStyle(shape);
            const paints = (shape.tagName === "line" ? [style.stroke] : [style.fill, style.stroke]).filter(paint => paint !== "none");
            found.push({ words: `${shape.tagName} ${shape.getAttribute("class") ?? ""}`, ratio: Math.max(1, ...paints.map(paint => ratio(shape, paint))), least: 3 });
          }
          return found;
        }
        """;

    public bool Holds => Ratio >= Least;

    /// <summary>Every text that is to be seen on the page as it is now, in this colour scheme.</summary>
    public static async Task<IReadOnlyList<Contrast>> OfAsync(IPage page, ColorScheme scheme)
    {
        // Nothing may be on its way from one colour to another.
        await page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
        await page.EvaluateAsync("() => Promise.allSettled(document.getAnimations().map(one => one.finished))");
        return [.. (await page.EvaluateAsync<JsonElement>(Script)).EnumerateArray().Select(one => new Contrast(
            one.GetProperty("words").GetString()!, one.GetProperty("ratio").GetDouble(), one.GetProperty("least").GetDouble()))];
    }
}
