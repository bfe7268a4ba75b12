/// How reports look: one style sheet, for light and dark screens of any width and for paper.
enum HTMLStyle {
    /// The style sheet.
    ///
    /// The colours of series are those of Okabe and Ito, which people with any kind of colour vision can tell apart,
    /// made darker on white and lighter on black until lines and letters have contrast. It is a part of an XML document:
    /// it has no `<` and no `&`.
    static let sheet: HTMLText = """
        :root {
          color-scheme: light dark;
          --page: #f4f6f8; --card: #fff; --ink: #1a2230; --soft: #566173; --edge: #d5dbe3; --grid: #e7ebf0;
          --shade: #f3f5f8;
          --c0: #0068a8; --c1: #c14a00; --c2: #00795c; --c3: #9b4388; --c4: #866300; --c5: #3b4bb3; --c6: #586274;
          --c7: #a5163f;
          --good: #00604a; --good-shade: #dff3ec; --bad: #9c3400; --bad-shade: #fde9dc;
          --open: #6a5200; --open-shade: #fbf1d3; --even: #3c495b; --even-shade: #e6ebf2;
        }
        @media screen and (prefers-color-scheme: dark) {
          :root {
            --page: #10141a; --card: #181d26; --ink: #e3e8ef; --soft: #9ba7b8; --edge: #2c3542; --grid: #252d39;
            --shade: #1e2530;
            --c0: #58b2ec; --c1: #f3985a; --c2: #3fc89d; --c3: #de9dcf; --c4: #d9b94d; --c5: #a4adf7;
            --c6: #a9b3c2; --c7: #f4869f;
            --good: #76dcb7; --good-shade: #12352b; --bad: #ffb088; --bad-shade: #43220f;
            --open: #ebcf74; --open-shade: #392e0c; --even: #bfcadb; --even-shade: #27303d;
          }
        }
        * { box-sizing: border-box; }
        body {
          margin: 0 auto; padding: 1.5rem 1.25rem 3rem; max-width: 66rem; background: var(--page); color: var(--ink);
          font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif;
          -webkit-text-size-adjust: 100%; overflow-wrap: anywhere;
        }
        h1, h2, h3, h4, p, dl, ul, figure { margin: 0; }
        h1 {
          font-size: .8rem; letter-spacing: .06em; text-transform: uppercase; font-weight: 600;
          color: var(--soft);
        }
        h2 { font-size: 1.6rem; line-height: 1.25; font-weight: 650; margin-top: .35rem; }
        h3 { font-size: 1.05rem; font-weight: 650; margin: 2rem 0 .6rem; }
        h4 { font-size: .95rem; font-weight: 650; margin: 1.4rem 0 .5rem; }
        h3 + h4 { margin-top: 0; }
        a { color: var(--c0); }
        .sub { color: var(--soft); margin-top: .2rem; }
        .note { color: var(--soft); font-size: .87rem; margin-top: .5rem; }
        nav { margin-top: .5rem; }
        nav ul { padding-left: 1.2rem; }
        article { margin-top: 2.75rem; padding-top: 1.5rem; border-top: 3px solid var(--edge); }
        header + section { margin-top: 1.5rem; }
        h2 + .scroll { margin-top: .7rem; }
        header + article { margin-top: 0; padding-top: 0; border-top: 0; }
        .banner {
          margin-top: 1rem; padding: .8rem 1rem; border-radius: 8px; border-left: 5px solid; font-size: 1.05rem;
        }
        .tag { font-size: .8em; letter-spacing: .03em; white-space: nowrap; }
        .banner .tag { font-size: 1em; margin-right: .4em; }
        td .tag { padding: .1em .5em; border-radius: 4px; }
        .good { color: var(--good); background: var(--good-shade); border-color: var(--good); }
        .bad { color: var(--bad); background: var(--bad-shade); border-color: var(--bad); }
        .open { color: var(--open); background: var(--open-shade); border-color: var(--open); }
        .even { color: var(--even); background: var(--even-shade); border-color: var(--even); }
        .banner, .tag { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
        .warnings {
          margin-top: 1rem; padding: .7rem 1rem .8rem; border: 1px solid var(--edge); border-radius: 8px;
          background: var(--card);
        }
        .warnings h3 { margin: 0 0 .2rem; font-size: .95rem; color: var(--open); }
        .warnings ul { padding-left: 1.2rem; }
        .figures { display: grid; grid-template-columns: repeat(4, 1fr); gap: .75rem; margin-top: 1rem; }
        .figures div, figure, .scroll { background: var(--card); border: 1px solid var(--edge); border-radius: 8px; }
        .figures div { padding: .7rem .9rem .75rem; }
        .figures dt, .facts dt, .axis { color: var(--soft); font-size: .87rem; }
        .figures dd {
          margin: 0; font-size: 1.55rem; line-height: 1.3; font-weight: 600; font-variant-numeric: tabular-nums;
        }
        .figures .remark {
          font-size: .82rem; line-height: 1.35; font-weight: 400; color: var(--soft); margin-top: .15rem;
        }
        .facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: .7rem 1.5rem; }
        .facts dd { margin: 0; }
        .facts + .scroll, .facts + figure { margin-top: .9rem; }
        figure { padding: .8rem .9rem .4rem; }
        figure + figure, .scroll + figure, figure + .scroll, .scroll + .scroll, p + .scroll, p + figure {
          margin-top: .75rem;
        }
        .legend {
          display: flex; flex-wrap: wrap; gap: .1rem 1.1rem; padding: 0; list-style: none; font-size: .87rem;
        }
        .legend svg { vertical-align: -1px; overflow: visible; margin-right: .25em; }
        .plot { padding: .8rem 1.6rem 3rem 4.4rem; }
        .area {
          display: block; width: 100%; height: 17rem; overflow: visible; font-size: 12px;
          font-variant-numeric: tabular-nums;
        }
        .area text { fill: var(--soft); }
        .curves { overflow: visible; }
        .grid { stroke: var(--grid); }
        .base { stroke: var(--soft); stroke-opacity: .6; }
        .c0 { --c: var(--c0); } .c1 { --c: var(--c1); } .c2 { --c: var(--c2); } .c3 { --c: var(--c3); }
        .c4 {
          --c: var(--c4); } .c5 { --c: var(--c5); } .c6 { --c: var(--c6); } .c7 { --c: var(--c7);
          } .cn { --c: var(--soft);
        }
        .line {
          fill: none; stroke: var(--c); stroke-width: 2px; stroke-linejoin: round; stroke-linecap: round;
          vector-effect: non-scaling-stroke;
        }
        .cn.line { stroke-width: 1.25px; }
        .dashed { stroke-dasharray: 7 5; }
        .dotted { stroke-dasharray: 1 4.5; }
        .thin { stroke-width: 1px; stroke-opacity: .35; }
        .dot { fill: var(--c); stroke: var(--c); }
        .hollow { fill: var(--card); stroke: var(--c); stroke-width: 1.75px; }
        .band { fill: var(--c); fill-opacity: .16; }
        .strip { fill: transparent; }
        .strip:hover { fill: var(--ink); fill-opacity: .09; }
        .scroll { overflow-x: auto; position: relative; }
        table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; overflow-wrap: normal; }
        th, td { padding: .38rem .85rem; text-align: left; vertical-align: top; }
        thead th {
          font-size: .87rem; font-weight: 600; color: var(--soft); background: var(--shade); white-space: nowrap;
          vertical-align: bottom;
        }
        tbody th { font-weight: 500; }
        tbody tr { border-top: 1px solid var(--grid); }
        tbody th, td:not(.n) { max-width: 30rem; overflow-wrap: anywhere; }
        tbody th { min-width: 8rem; position: sticky; left: 0; background: var(--card); }
        .s { min-width: 15rem; }
        .n { text-align: right; white-space: nowrap; }
        @media (max-width: 40rem) {
          body { padding: 1rem .75rem 2rem; font-size: 14px; }
          h2 { font-size: 1.3rem; }
          .figures { grid-template-columns: repeat(2, 1fr); gap: .5rem; }
          .figures dd { font-size: 1.25rem; }
          figure { padding: .7rem .6rem .3rem; }
          .plot { padding: .7rem 1.3rem 2.9rem 3.6rem; }
          .area { height: 14rem; font-size: 11px; }
          .minor { display: none; }
          .facts { grid-template-columns: 1fr; gap: .35rem; }
          .facts div { display: grid; grid-template-columns: 42% 1fr; gap: .6rem; }
          th, td { padding: .35rem .6rem; }
          tbody th { min-width: 6.8rem; }
        }
        @media print {
          @page { margin: 14mm; }
          :root { color-scheme: light; }
          body { padding: 0; max-width: none; background: none; font-size: 10.5pt; }
          h2, h3, h4, .axis, .legend, thead { break-after: avoid; }
          figure, tr, .scroll, .figures, .banner, .warnings li, .facts div { break-inside: avoid; }
          article + article { break-before: page; border-top: 0; }
          .scroll { overflow: visible; }
          .facts { grid-template-columns: repeat(3, 1fr); gap: .45rem 1.2rem; font-size: 9.5pt; }
          table { font-size: 9pt; }
          thead { display: table-header-group; }
          th, td { padding: .2rem .45rem; }
          tbody th, .s { min-width: 0; position: static; }
          tbody th { overflow-wrap: break-word; }
          .area { height: 55mm; }
          nav { display: none; }
        }

        """
}
