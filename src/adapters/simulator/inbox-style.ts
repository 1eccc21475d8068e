/** The inbox page's looks; follows the viewer's light or dark setting. */
export const inboxStyle = `
:root{color-scheme:light dark;font:15px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;
--ground:light-dark(#eceff5,#101318);--card:light-dark(#fff,#1a1f27);--ink:light-dark(#18212d,#e7ebf1);
--faint:light-dark(#586577,#98a5b6);--line:light-dark(#d8dee8,#2c343f);--bubble:light-dark(#e9eefb,#26344f);
--good:light-dark(#14743a,#62d394);--bad:light-dark(#b3261e,#ff938a);--accent:light-dark(#3554d1,#9db1ff)}
*{box-sizing:border-box}
[hidden]{display:none!important}
body{margin:0;background:var(--ground);color:var(--ink);min-height:100vh}
header{display:flex;gap:.4rem 1rem;align-items:center;flex-wrap:wrap;padding:.8rem 1.5rem;background:var(--card);border-bottom:1px solid var(--line)}
h1{font-size:1.15rem;margin:0}
h2{font-size:1rem;margin:0}
#state{color:var(--faint);flex:1}
#state::before{content:"";display:inline-block;width:.6rem;height:.6rem;border-radius:50%;margin-right:.45rem;background:var(--good)}
#state.away::before{background:var(--bad)}
button{font:inherit;color:var(--accent);background:none;border:1px solid var(--line);border-radius:.5rem;padding:.25rem .8rem;cursor:pointer}
button:hover{border-color:var(--accent)}
#faults{color:var(--bad);padding:.5rem 1.5rem;border-bottom:1px solid var(--line)}
main{display:grid;grid-template-columns:minmax(0,1fr);gap:1.5rem;padding:1.5rem}
main:has(#happened:not([hidden])){grid-template-columns:minmax(0,1fr) minmax(18rem,23rem)}
@media (max-width:60rem){main:has(#happened:not([hidden])){grid-template-columns:minmax(0,1fr)}}
#empty{max-width:46rem;color:var(--faint)}
code{font:.92em ui-monospace,monospace;background:var(--card);border:1px solid var(--line);border-radius:.3rem;padding:.05rem .35rem;overflow-wrap:anywhere}
#phones{display:grid;grid-template-columns:repeat(auto-fill,minmax(17rem,1fr));gap:1.5rem;align-items:start;align-content:start}
.phone{background:var(--card);border:.5rem solid light-dark(#222a36,#3a4350);border-radius:2.1rem;overflow:hidden;display:flex;flex-direction:column;height:35rem;max-width:22rem;box-shadow:0 10px 30px #0002}
.phone>header{display:block;text-align:center;padding:.8rem 1rem .6rem}
.phone>header::before{content:"";display:block;width:4.5rem;height:.35rem;border-radius:1rem;background:var(--line);margin:0 auto .6rem}
.phone h2{font-variant-numeric:tabular-nums}
.role{display:block;color:var(--faint);font-size:.85rem;min-height:1.25rem}
.phone ol{list-style:none;margin:0;padding:1rem .8rem;overflow-y:auto;flex:1}
.phone li{margin-bottom:1.1rem}
.phone li.new{animation:arrive .35s ease-out}
@keyframes arrive{from{opacity:0;transform:translateY(1rem) scale(.97)}}
@media (prefers-reduced-motion:reduce){.phone li.new{animation:none}}
.sender{color:var(--faint);font-size:.8rem;margin:0 .3rem .15rem}
.text{background:var(--bubble);border-radius:1rem 1rem 1rem .25rem;padding:.55rem .8rem;white-space:pre-wrap;overflow-wrap:anywhere;margin:0;unicode-bidi:plaintext}
.facts{color:var(--faint);font-size:.8rem;margin:.25rem .3rem 0;font-variant-numeric:tabular-nums}
#happened{background:var(--card);border:1px solid var(--line);border-radius:1rem;padding:1rem 1.2rem;max-height:calc(100vh - 7rem);overflow-y:auto;align-self:start;position:sticky;top:1.5rem}
#outcomes{list-style:none;margin:.4rem 0 0;padding:0}
#outcomes li{padding:.6rem 0;border-top:1px solid var(--line);overflow-wrap:anywhere}
#outcomes li:first-child{border:0}
.line{display:flex;gap:.5rem;align-items:baseline;flex-wrap:wrap}
.line time{color:var(--faint);font-size:.8rem;margin-left:auto;font-variant-numeric:tabular-nums}
.tag{font-weight:600;font-size:.85rem}
.sent .tag{color:var(--good)}
.failed .tag{color:var(--bad)}
.detail{color:var(--faint);font-size:.88rem;margin:.1rem 0 0}
`;
