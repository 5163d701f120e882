room = اتاق عملیات مشترک
informs-only = اتاق آگاه می‌کند؛ فرمان نمی‌دهد و جدایی هواپیماها را تضمین نمی‌کند.
live = زنده
not-live = غیرزنده
act-for = به نمایندگی از
language = زبان
units = واحد مسافت
units-nm = مایل دریایی
units-km = کیلومتر
notation = نگارش موقعیت‌ها
notation-dms = درجه، دقیقه، ثانیه
notation-dm = درجه و دقیقهٔ اعشاری
notation-dd = درجهٔ اعشاری
notation-mgrs = مختصات شبکهٔ MGRS
notation-as = برای نمونه:
settings = تنظیمات
settings-here = تنها روی همین دستگاه نگه داشته می‌شود. موقعیت‌ها را به هر چهار شیوه می‌توان نوشت، هرچه اینجا برگزینید.
theme = روز یا شب
theme-day = روز
theme-night = شب
help = راهنما
sign-out = خروج
clock-off = ساعت این دستگاه { $seconds } ثانیه با ساعت اتاق فرق دارد
room-unreached = به اتاق دسترسی نیست. دوباره تلاش می‌شود…

sign-in-invited = شما دعوت شده‌اید. نام و عبارت عبوری را برگزینید که از این پس با آن وارد می‌شوید.
sign-in-known = با نام و عبارت عبور خود وارد شوید.
sign-in-name = نام
sign-in-passphrase = عبارت عبور
sign-in-show = نمایش
sign-in-hide = پنهان
sign-in-advice = چند واژه که تنها شما کنار هم می‌گذارید. کسی در اتاق آن را نمی‌داند.
sign-in-join = ورود به اتاق
sign-in-go = ورود
sign-in-have-name = از پیش نام دارم

needs = در انتظار شما
needs-nothing = چیزی در انتظار شما نیست.
needs-conflicts = { $n ->
    [one] تعارض شما
   *[other] تعارض شما
  }
needs-off-plan = { $n ->
    [one] پرواز خارج از طرح نزدیک شما
   *[other] پرواز خارج از طرح نزدیک شما
  }
needs-proposals = { $n ->
    [one] پیشنهاد در انتظار پاسخ
   *[other] پیشنهاد در انتظار پاسخ
  }
needs-releases = { $n ->
    [one] دسترسی تا 4 ساعت دیگر پایان می‌یابد
   *[other] دسترسی تا 4 ساعت دیگر پایان می‌یابد
  }
needs-freed = { $n ->
    [one] مسیر آزاد شده
   *[other] مسیر آزاد شده
  }
needs-votes = { $n ->
    [one] رأی‌گیری باز
   *[other] رأی‌گیری باز
  }
reserve = رزرو حجم هوایی
emergency = وضعیت اضطراری
emergency-declare = اعلام وضعیت اضطراری
emergency-about = بی‌درنگ رزرو می‌شود، هرچه در اطراف آن باشد. به هر طرفی که پروازی نزدیک دارد محل و تماس شما گفته می‌شود.
emergency-of = هواگرد
emergency-other = دیگری، رزرونشده
emergency-reason = وضعیت اضطراری

conflicts-mine = تعارض‌های شما ({ $n })
conflicts-none = هیچ پرواز شما با آنچه نشان داده می‌شود تعارض ندارد.
conflicts-others = میان دیگران ({ $n })
conflict = تعارض
check-paused = فعلاً پرسش زیاد است؛ فهرست تا یک دقیقه دیگر نو می‌شود.
overlap = هم‌پوشانی
in-minutes = تا { $n } دقیقه دیگر
happening-now = اکنون
occupied = اشغال
occupied-withheld = اشغال – جزئیات پوشیده
end-unknown = پایان نامعلوم
first-theirs = { $name } نخست ثبت شد ({ $theirs }؛ شما { $mine }).
first-mine = { $name } نخست ثبت شد ({ $mine }؛ آنان { $theirs }).
first-withheld = این که چه کسی نخست ثبت شد پوشیده است. اتاق پیشنهاد شما را می‌رساند.
zone-of = منطقه‌ای که { $party } اعلام کرد.
ask-to-move = درخواست تغییر از { $name }
ask-owner = درخواست تغییر از مالک
agreement-asked = از آنان پرسیدید؛ پاسخ تا { $until }.
agreement-to-answer = از شما پرسیدند؛ تا { $until } پاسخ دهید.
slice = زمان و ارتفاع { $a } و { $b }

offer-delay = آغاز در { $start }
offer-height = به { $band } ببرید
offer-both = آغاز { $start } در { $band }
offer-aside = { $far } به سوی { $bearing } ببرید
now-booked = رزرو کنونی
then-booked = به جای آن
move-checked = دوباره با همه آنچه می‌بینید سنجیده شد: بدون تعارض.
move-or-propose = یا نخست این تغییر را به مالک دیگر پیشنهاد کنید؛ تا پذیرفته نشود چیزی تغییر نمی‌کند:
change-now = پرواز من را تغییر بده
propose-instead = پیشنهاد کن

my-flights = پروازهای من ({ $n })
my-flights-none = پروازی ندارید.
state-accepted = رزرو
state-activated = فعال
state-nonconforming = خارج از طرح
state-contingent = اضطراری
state-overrunning = از وقت گذشته
state-occupied = اشغال

parties = طرف‌ها ({ $n })
you = شما
suspended = معلق
owner-withheld = مالک پوشیده
withheld = پوشیده
withheld-short = پوشیده

agreements = پیشنهادها ({ $n })
agreements-none = در یک روز گذشته پیشنهادی نبود.
agreement-accepted = پذیرفته
agreement-declined = رد شده
agreement-withdrawn = پس گرفته
agreement-countered = پاسخ با پیشنهاد دیگر
agreement-lapsed = منقضی
agreement-awaiting = توافق شد، در انتظار { $uss } تا { $until }
record = ثبت آنچه توافق شد
record-about = پرواز شما بی‌درنگ جابه‌جا می‌شود؛ پرواز آنان در انتظار است و اینجا می‌بینید که می‌آید یا نه. این پرواز بیرون از این اتاق اداره می‌شود، نزد
record-words = چگونه و با چه کسی
record-until = مدت انتظار برای آنان، دقیقه
freed = دوباره آزاد ({ $n })
freed-attempt = رزروی که رد شد
freed-flight = آنچه به آن راه داد یا به سبب آن رد شد، رفته است. آزاد از آن:
freed-booking = آنچه به سبب آن رد شد، رفته است. آزاد از آن:
freed-again = اکنون رزرو کن
seen = دیدم
again = پرسش دوباره
answer-by = پاسخ تا { $until }
to = به
accept = پذیرش
decline = رد
withdraw = پس گرفتن
counter = پیشنهاد دیگر
propose = پیشنهاد تغییر
propose-to = به مالک پرواز دیگر:
propose-hint = هر گزینه یک راه است. طرف دیگر یکی را برمی‌گزیند یا هیچ. تا پذیرفته نشود چیزی تغییر نمی‌کند.
option = گزینه { $n }
add-option = گزینه دیگر
remove = حذف
who-moves = که تغییر می‌کند
later-minutes = دیرتر، دقیقه
higher-feet = بالاتر، ft
words-optional = توضیح (اختیاری)
answer-within = پاسخ ظرف، دقیقه
your-flight = پرواز شما
their-flight = پرواز آنان
shift-up = { $name } بالاتر به اندازه { $feet }
shift-down = { $name } پایین‌تر به اندازه { $feet }
shift-later = { $name } دیرتر { $minutes } دقیقه
shift-earlier = { $name } زودتر { $minutes } دقیقه

votes = رأی‌گیری ({ $n })
matter-admit = پذیرش عضو
matter-suspend = تعلیق
matter-reinstate = بازگرداندن
matter-expel = اخراج
matter-amend = تغییر منشور
vote-state = پیشنهاد { $by }: { $yes } آری، { $no } نه، لازم { $needed }؛ تا { $until }.
vote-yes = آری
vote-no = نه

show-on-map = روی نقشه
close = بستن
cancel = انصراف
yes = آری
no = نه
manned = سرنشین‌دار
owner = مالک
callsign = شناسه ندا
aircraft-type = نوع (ICAO)
frequencies = بسامدها
ssr = کد SSR
icao24 = نشانی ICAO
remarks = یادداشت
reason = دلیل
lost-link = اگر ارتباط قطع شود
contact = تماس
contact-watch = تماس کشیک
entered = ثبت
level = آنچه می‌بینید
from-to = از – تا
floor = کف
ceiling = سقف
off-nominal = خارج از معمول
middle = مرکز
authority = مرجع
conditions = شرایط
corridor-width = پهنا
next-hours = ساعت‌های بعدی
disputed = مورد اختلاف
disputed-by = { $n ->
    [one] با منطقه دیگری که درباره همین هوا چیز دیگری می‌گوید
   *[other] با { $n } منطقه دیگر که درباره همین هوا چیز دیگری می‌گویند
  }
zone-in-force = برقرار
zone-life-requested = درخواست شده
zone-life-planned = برنامه‌ریزی شده
zone-life-active = فعال
zone-life-released = آزاد شده
zone-closed = بسته
zone-danger = خطر
zone-restricted = محدود
zone-reserved = رزرو
zone-corridor = دالان
zone-weather = هوا
zone-gnss_interference = اختلال GNSS
zone-constraint = محدودیت
precedence = تقدم
precedence-routine = عادی
precedence-relief = امداد
precedence-medevac = تخلیه پزشکی
precedence-search_and_rescue = جستجو و نجات
precedence-emergency = اضطرار

do-activate = فعال کردن
do-off-plan = خارج از طرح
do-contingent = اضطراری
do-back-on-plan = بازگشت به طرح
do-end = پایان
do-where = اعلام محل احتمالی
do-close = بستن این پرواز
about-activate = هواگرد در پرواز است یا در آستانه آن. هر که پرواز را می‌بیند آن را فعال می‌بیند.
about-off-plan = هواگرد بیرون از حجم یا وقت خود است و بازخواهد گشت. هر طرفی که پروازی نزدیک دارد با تماس شما آگاه می‌شود.
about-contingent = هواگرد نمی‌تواند به طرح بازگردد: وضع اضطراری. هر طرفی که پروازی نزدیک دارد با تماس شما آگاه می‌شود. از این پس پرواز تنها پایان می‌یابد.
about-back-on-plan = هواگرد دوباره در حجم و وقت خود است.
about-end = پرواز نشسته یا انجام نشده است. هوا بی‌درنگ آزاد می‌شود؛ بازگشت ندارد.
about-where = هواگرد اکنون کجا ممکن است باشد. به هر طرفی که پروازی نزدیک دارد گفته می‌شود.
about-close = از زمان خود گذشته و مالکش آن را پایان نداده است. بستن آن فضا را آزاد می‌کند؛ نام شما و دلیل در دفتر ثبت می‌شود.
close-call = نخست با کشیک آن تماس بگیرید؛ اکنون می‌تواند آن را پایان دهد:
close-from = سرپرست طرفی دیگر از { $at } می‌تواند آن را ببندد.
off-planned = محل احتمالی همان محل برنامه‌ریزی‌شده است، مگر آنکه محدودهٔ دیگری بکشید.
off-keeps = محل احتمالی همان می‌ماند که آخرین بار گفته شد، مگر آنکه محدودهٔ دیگری بکشید.
due = موعد پایان
goes-in-log = این در دفتر ثبت می‌شود.
meets = { $n ->
    [one] این برخورد دارد با:
   *[other] این با { $n } مورد برخورد دارد:
  }
all-the-same = { $what } با این همه

map = نقشه
map-table = نقشه به صورت جدول
map-back = بازگشت به نقشه
measure = اندازه‌گیری
measure-hint = روی نقشه جاها را کلیک کنید؛ یا با کلیدهای جهت جابه‌جا کنید و برای میانهٔ آن Enter بزنید.
measure-all = روی هم
measure-middle = میانهٔ نقشه را بگیر
import = درون‌برد
import-drop = پرونده را رها کنید: نخست بررسی می‌شود و چیزی وارد نمی‌شود.
import-about = پرونده‌ای از پروازها یا ناحیه‌ها، که نخست بررسی می‌شود: تا نگویید چیزی وارد نمی‌شود.
import-file = پرونده
import-big = پرونده از 4 مگابایت بزرگ‌تر است. آن را بخش‌بخش کنید.
import-what = دربردارندهٔ
import-flights = پروازها
import-zones = ناحیه‌ها
import-form = قالب
import-defaults = آنچه اگر پرونده نگوید برقرار است
import-as-said = چنان‌که پرونده می‌گوید
import-look = بررسی کن
import-looking = در حال بررسی پرونده…
import-taking = در حال ورود… { $n } رسیده است.
import-take = { $n } را وارد کن
import-with-met = { $n ->
    [one] همچنین آن یکی که با دیگران تداخل دارد، با نامی که نشان داده شد
   *[other] همچنین { $n } موردی که با دیگران تداخل دارند، با نامی که نشان داده شد
  }
import-found = درست: { $good }. نادرست: { $faulty }.
import-done = واردشده: { $done }. واردنشده: { $refused }.
import-not-compared = جاهای بسیاری به هم می‌رسند: پروازهای پرونده با یکدیگر مقایسه نشدند.
import-ignored = نام‌هایی که کسی نمی‌خواند:
import-place = جا در پرونده
import-outcome = نتیجه
import-item = مورد { $n }
import-is-good = درست
import-is-faulty = نادرست
import-is-done = وارد شد
import-is-refused = رد شد
table-caption = پروازها و مناطق: { $n }؛ نمایش: { $shown }
item = مورد
party = طرف
state = وضعیت
band = ارتفاع
altitude-band = باندهای ارتفاع
legend = راهنمای نقشه
legend-accepted = رزرو
legend-activated = فعال
legend-nonconforming = خارج از طرح
legend-contingent = اضطراری
legend-zone = منطقه
legend-conflict = تعارض
legend-occupied = اشغال، جزئیات پوشیده
vertical = عمودی
banner-offline = غیرزنده از { $since } – این آخرین تصویر است؛ چیزی تغییر نمی‌کند.
banner-preview = پیش‌نمای آینده { $at } ({ $minutes }) – طبق طرح، غیرزنده

time = زمان
time-back = 15 دقیقه عقب
time-ahead = 15 دقیقه جلو
time-slider = لحظه نمایش
time-more = { $n } مورد دیگر در جدول
time-keys = ← → 5 دقیقه · Shift یک ساعت · Home زنده
all-utc = همه زمان‌ها UTC
log = دفتر
log-entries = { $n ->
    [one] ثبت
   *[other] ثبت
  }
log-head = سر
log-cosigned = امضای { $n } از { $all } طرف
log-proof = سر امضاشده
log-key = کلید
deliveries = ابلاغ‌ها
deliveries-about = مشترکان بیرون از اتاق که از تغییر پروازها و ناحیه‌های شما آگاه می‌شوند.
deliveries-none = کسی بیرون از اتاق نباید از پروازها و ناحیه‌های شما آگاه شود.
deliveries-to = به
deliveries-changed = تغییر
deliveries-tried = آخرین تلاش
delivery-waiting = در انتظار
delivery-delivered = رسید
delivery-failed = نرسید
table-some = { $n }؛ { $shown } نشان داده شده
ledger = دفتر گذشت با
ledger-short = دفتر
ledger-about = چه کسی با توافق راه داد، چند بار و چه اندازه. تنها این دو طرف آن را می‌خوانند و تا وقتی هر دو بخواهند نگه داشته می‌شود.
ledger-both = هر دو می‌خواهند: نگه داشته می‌شود.
ledger-you = شما می‌خواهید، آنان هنوز نه.
ledger-them = آنان می‌خواهند، شما هنوز نه.
ledger-none = هیچ‌کدام نمی‌خواهد: چیزی افزوده نمی‌شود.
ledger-since = از
ledger-keep = دفتر می‌خواهیم
ledger-stop = دیگر نمی‌خواهیم
ledger-gave = راه داد
ledger-times = بار
ledger-minutes = دقیقه
ledger-feet = فوت
tabs = صفحه‌ها
tab-left = تعارض‌ها
tab-map = نقشه
tab-right = طرف‌ها

keys-on = کلیدهای تکی میان‌برند
key-conflict = تعارض بعدی
key-live = بازگشت به زنده
key-escape = بی‌گزینش
help-conflict = تعارض هم‌پوشانی واقعی در مکان، ارتفاع و زمان پس از فاصله‌های منشور است. این که چه کسی نخست ثبت شد واقعیت است، نه اولویت.
help-release = آنچه می‌بینید همان است که دیگران به شما داده‌اند. جای اشغال‌شده جای واقعی را در بر دارد؛ برنامه‌ریزی با آن ایمن است.

from = از
until = تا
reference = ارتفاع‌ها بر
outline = محدوده
outline-polygon = ناحیه
outline-circle = دایره
outline-corridor = دالان
outline-hint-polygon = گوشه‌ها را روی نقشه کلیک کنید یا موقعیت‌ها را بنویسید.
outline-hint-circle = مرکز را روی نقشه کلیک کنید یا موقعیتش را بنویسید.
outline-hint-corridor = در راستای خط کلیک کنید یا موقعیت‌ها را بنویسید.
radius = شعاع
width = پهنا
positions = موقعیت‌ها (DDMMSS، DDMM.mm، درجه یا MGRS)
wipe = پاک کردن
times-utc = همه زمان‌ها UTC است.
draw-first = جا را رسم کنید؛ سپس گفته می‌شود با چه برخورد دارد.
checking = سنجش…
meets-nothing = با هیچ چیز نشان‌داده‌شده برخورد ندارد.
taken = رزرو خواهد شد با
book = رزرو

who-sees-what = چه کسی چه می‌بیند
release-hint = هر سطح همه سطح‌های پیش از خود را در بر دارد.
release-unseen = آنچه دیده شد پس گرفته نمی‌شود: پایین آوردن سطح چیزی را برنمی‌گرداند.
release-second = شخص دومی از طرف شما آنچه را که بیشتر آشکار می‌کند تأیید می‌کند (قاعده این اتاق).
release-log = آشکار و ثبت کن
releases-wait = دسترسی‌های در انتظار تأیید ({ $n })
release-by-you = شما این را خواستید؛ شخص دیگری از طرف شما تأیید می‌کند.
release-confirm = تأیید
level-conflict = تعارض
level-conflict-short = تنها جایی که با پرواز خودشان برخورد دارد
level-existence = وجود
level-existence-short = خانه‌های اشغال، بی‌مالک
level-reservation = رزرو
level-reservation-short = حجم دقیق، مالک، وضعیت
level-identity = هویت
level-identity-short = شناسه ندا، نوع، تماس
until-open = تا تغییر دهم
until-end = تا پایان طرح
will-see = آنچه { $party } خواهد دید
area = محدوده
exact = دقیق
snapped = خانه‌های اشغال که آن را در بر دارند
snapped-if-met = هیچ، مگر با پرواز خودشان برخورد کند
widened = گسترده به بیرون
gone = این پرواز دیگر نیست.
now-level = اکنون: { $level }
rule-item = ویژه این پرواز
rule-preset = طبق پیش‌تنظیم شما
rule-charter = طبق منشور
rule-own = از آن شما
rule-dss = جای دیگر اداره می‌شود
rule-reciprocal = آنچه به شما نشان می‌دهند
rule-outside = عضو نیست
rule-suspended = معلق
rule-safety-floor = کف ایمنی: خارج از طرح نزدیک آنان

zones = منطقه‌ها ({ $n })
zones-none = منطقه‌ای به شما نشان داده نمی‌شود.
zone-announce = اعلام منطقه
zone-change = تغییر
zone-kind = نوع
zone-name = نام
zone-level = دیگران می‌بینند
zone-level-charter = چنان‌که منشور می‌گوید
zone-hours = ساعت‌های هفته
zone-hours-always = همیشه، از آغاز تا پایان.
zone-hours-add = افزودن ساعت
zone-keeps-outline = محدوده همان می‌ماند، مگر آن‌که دیگری بکشید.
zone-keeps-volumes = حجم‌ها، حدها و زمان‌ها همان می‌ماند، مگر آن‌که محدوده‌ای دیگر بکشید.
draw-first-zone = جایش را بکشید، یا موقعیت‌ها را بنویسید.
zone-do-announce = اعلام
zone-do-activate = برقرار کردن
zone-do-stand-down = بازگشت به برنامه‌ریزی
zone-do-release = آزاد کردن زودتر
zone-do-end = پایان منطقه
zone-about-announce = همه اعضا آن را برنامه‌ریزی‌شده می‌بینند.
zone-about-activate = شما آن را در ساعت‌هایش برقرار می‌کنید: هوا را بر دیگران می‌بندد و نام شما در دفتر ثبت می‌شود.
zone-about-stand-down = دیگر برقرار نیست، ولی اعلام‌شده می‌ماند.
zone-about-release = هوا بی‌درنگ آزاد می‌شود. منطقه آزادشده بازگرفته نمی‌شود: منطقه‌ای تازه اعلام کنید.
zone-about-end = برای همه برداشته می‌شود؛ بازگشت ندارد.
air = هوا ({ $n })
air-state = اعلام وضع هوا
air-again = اعلام دوباره
air-end = پس گرفتن
air-about = آنچه اعلام می‌کنید برای همهٔ طرف‌هاست: حدهایی که از ارتفاع‌سنج خوانده می‌شوند، و سطوح پروازی در کنارشان، بی‌درنگ از آن پیروی می‌کنند.
air-about-end = حدهای گستردهٔ منشور دوباره آنجا برای همهٔ طرف‌ها برقرار است. شاید پروازهایی با هم تداخل یابند که پیش‌تر نداشتند.
air-elsewhere = جاهای دیگر:
air-everywhere = چیزی اعلام نشده است. همه‌جا:
air-stated = { $n ->
    [one] انجام شد. تداخل‌های تازهٔ شما از آن پس: { $n }.
   *[other] انجام شد. تداخل‌های تازهٔ شما از آن پس: { $n }.
  }
air-not-all = همه‌چیز به‌موقع مقایسه نشد؛ تداخل‌های خود را دوباره ببینید.
air-new = { $n ->
    [one] تازه از زمان تغییر هوا:
   *[other] { $n } تازه از زمان تغییر هوا:
  }
air-new-tag = تازه از زمان تغییر هوا، { $at }
air-now = اکنون برقرار
air-later = بعداً
air-over = گذشته
air-following = باندها در حال پیروی‌اند
air-id = نام، مانند شناسهٔ مکان ICAO
air-name = محل
air-qnh = QNH
air-within = در محدودهٔ، ±
air-warm-by = گرما به صورت
air-isa = انحراف از ISA
air-temperature = دما
air-at = در
air-ta = ارتفاع گذار
air-tl = سطح گذار
air-ta-tl = گذار
air-source = منبع
air-observed = زمان مشاهده
ground = زمین زیر آن
ground-lowest = پایین‌ترین، متر از دریا
ground-highest = بالاترین، متر از دریا
ground-hint = اگر خالی بماند، اتاق از پرونده ارتفاع خود می‌خواند، اگر داشته باشد.
