/* javascript/src, digest fcf5d6b7756f8115, bundled by `make scripts`: edit there */
"use strict";(()=>{var{classList:t,dataset:c}=document.documentElement;t.replace("no-js","js");location.search&&t.add("asked");try{let e=localStorage.getItem("club.scheme");(e==="light"||e==="dark")&&(c.scheme=e)}catch{}})();
