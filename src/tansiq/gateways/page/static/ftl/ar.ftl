room = غرفة العمليات المشتركة
informs-only = الغرفة تُعلِم؛ لا تأمر ولا تضمن الفصل بين الطائرات.
live = مباشر
not-live = غير مباشر
act-for = تعمل باسم
language = اللغة
units = وحدة المسافة
theme = نهار أو ليل
theme-day = نهار
theme-night = ليل
help = مساعدة
sign-out = خروج
clock-off = ساعة هذا الجهاز تختلف عن ساعة الغرفة بمقدار { $seconds } ث
room-unreached = تعذّر الوصول إلى الغرفة. تُعاد المحاولة…

sign-in-invited = أنت مدعوّ. اختر الاسم وعبارة المرور اللذين ستدخل بهما من الآن فصاعداً.
sign-in-known = ادخل باسمك وعبارة مرورك.
sign-in-name = الاسم
sign-in-passphrase = عبارة المرور
sign-in-show = إظهار
sign-in-hide = إخفاء
sign-in-advice = عدة كلمات لا يجمعها معاً غيرك. لا يعرفها أحد سواك في الغرفة.
sign-in-join = ادخل الغرفة
sign-in-go = دخول
sign-in-have-name = لدي اسم من قبل

needs = بانتظارك
needs-nothing = لا شيء بانتظارك.
needs-conflicts = { $n ->
    [zero] تعارض لك
    [one] تعارض لك
    [two] تعارضان لك
    [few] تعارضات لك
    [many] تعارضاً لك
   *[other] تعارض لك
  }
needs-off-plan = { $n ->
    [zero] رحلة خارج الخطة بقربك
    [one] رحلة خارج الخطة بقربك
    [two] رحلتان خارج الخطة بقربك
    [few] رحلات خارج الخطة بقربك
    [many] رحلة خارج الخطة بقربك
   *[other] رحلة خارج الخطة بقربك
  }
needs-proposals = { $n ->
    [zero] اقتراح بانتظار ردك
    [one] اقتراح بانتظار ردك
    [two] اقتراحان بانتظار ردك
    [few] اقتراحات بانتظار ردك
    [many] اقتراحاً بانتظار ردك
   *[other] اقتراح بانتظار ردك
  }
needs-releases = { $n ->
    [zero] إتاحة تنتهي خلال 4 ساعات
    [one] إتاحة تنتهي خلال 4 ساعات
    [two] إتاحتان تنتهيان خلال 4 ساعات
    [few] إتاحات تنتهي خلال 4 ساعات
    [many] إتاحة تنتهي خلال 4 ساعات
   *[other] إتاحة تنتهي خلال 4 ساعات
  }
needs-votes = { $n ->
    [zero] تصويت مفتوح
    [one] تصويت مفتوح
    [two] تصويتان مفتوحان
    [few] تصويتات مفتوحة
    [many] تصويتاً مفتوحاً
   *[other] تصويت مفتوح
  }
reserve = حجز حيّز جوي
emergency = حالة طوارئ
emergency-declare = أعلن حالة الطوارئ
emergency-about = تُحجز فورًا مهما كان حولها. ويُبلَّغ كل طرف له رحلة قريبة بالمكان وبجهة اتصالك.
emergency-of = الطائرة
emergency-other = أخرى غير محجوزة
emergency-reason = حالة طوارئ

conflicts-mine = تعارضاتك ({ $n })
conflicts-none = لا تتعارض أي من رحلاتك مع ما يُعرض عليك.
conflicts-others = بين أطراف أخرى ({ $n })
conflict = تعارض
check-paused = أسئلة كثيرة الآن؛ تُجدَّد القائمة بعد دقيقة.
overlap = تداخل
in-minutes = بعد { $n } د
happening-now = الآن
occupied = مشغول
occupied-withheld = مشغول – التفاصيل محجوبة
end-unknown = النهاية غير معروفة
first-theirs = سُجّل { $name } أولاً ({ $theirs }، وحجزك { $mine }).
first-mine = سُجّل { $name } أولاً ({ $mine }، وحجزهم { $theirs }).
first-withheld = من سُجّل أولاً محجوب. الغرفة تنقل اقتراحك.
zone-of = منطقة أعلنها { $party }.
ask-to-move = اطلب من { $name } التغيير
ask-owner = اطلب من المالك التغيير
agreement-asked = سألتهم؛ يُنتظر الرد حتى { $until }.
agreement-to-answer = سألوك؛ أجب حتى { $until }.
slice = الوقت والارتفاع لكل من { $a } و{ $b }

offer-delay = ابدأ { $start }
offer-height = انقله إلى { $band }
offer-both = ابدأ { $start } على { $band }
offer-aside = انقله { $far } باتجاه { $bearing }
now-booked = المحجوز
then-booked = بدلاً منه
move-checked = قورن من جديد بكل ما يُعرض عليك: لا تعارض.
move-or-propose = أو اقترح هذا التغيير أولاً على المالك الآخر؛ لا يتغير شيء قبل القبول:
change-now = غيّر رحلتي
propose-instead = اقترحه

my-flights = رحلاتي ({ $n })
my-flights-none = لا رحلات لك.
state-accepted = محجوز
state-activated = نشط
state-nonconforming = خارج الخطة
state-contingent = طارئ
state-overrunning = تجاوز وقته
state-occupied = مشغول
state-ended = انتهت

parties = الأطراف ({ $n })
you = أنت
suspended = موقوف
owner-withheld = المالك محجوب
withheld = محجوب
withheld-short = محجوب

agreements = الاقتراحات ({ $n })
agreements-none = لا اقتراحات في اليوم الأخير.
agreement-accepted = مقبول
agreement-declined = مرفوض
agreement-withdrawn = مسحوب
agreement-countered = رُدّ باقتراح آخر
agreement-lapsed = انقضى
answer-by = الرد حتى { $until }
to = إلى
accept = قبول
decline = رفض
withdraw = سحب
counter = اقتراح آخر
propose = اقتراح تغيير
propose-to = إلى مالك الرحلة الأخرى:
propose-hint = كل خيار مخرج واحد. يختار الطرف الآخر واحداً أو لا شيء. لا يتغير شيء قبل القبول.
option = الخيار { $n }
add-option = خيار آخر
remove = إزالة
who-moves = من يتغيّر
later-minutes = أبكر أو أبعد، د
higher-feet = أعلى، ft
words-optional = كلمات (اختياري)
answer-within = الرد خلال، د
your-flight = رحلتك
their-flight = رحلتهم
shift-up = { $name } أعلى بمقدار { $feet }
shift-down = { $name } أدنى بمقدار { $feet }
shift-later = { $name } بعد { $minutes } د
shift-earlier = { $name } قبل { $minutes } د

votes = التصويت ({ $n })
matter-admit = قبول عضو
matter-suspend = إيقاف
matter-reinstate = إعادة
matter-expel = إخراج
matter-amend = تعديل الميثاق
vote-state = اقترحه { $by }: { $yes } نعم، { $no } لا، واللازم { $needed }؛ حتى { $until }.
vote-yes = نعم
vote-no = لا
charter = الميثاق
charter-agreed = ما اتفق عليه الأعضاء
members = الأعضاء
party-member = عضو
party-suspended = موقوف
party-proposed = مقترح
party-left = غادر
party-since = منذ { $since }
party-code = الرمز، من 2 إلى 8 حروف أو أرقام
party-name-in = الاسم ({ $language })
party-voice = أرقام الصوت، رقم في كل سطر
first-lead = دعوة مسؤوله الأول
first-lead-link = يعمل مرة واحدة حتى { $until }. سلّمه بنفسك.
first-lead-hint = الطرف الذي لا مسؤول له بعد يُدخله مسؤول أي عضو؛ والسجل يذكر من فعل ذلك.
votes-none = لا شيء معروض للتصويت.
vote-until = التصويت حتى
admit-propose = اقتراح قبول طرف
amend-propose = اقتراح تعديل الميثاق
motion-propose = طرح للتصويت
about-admit = يصوّت الأعضاء على دخول هذا الطرف. بعد قبوله يُدعى مسؤوله الأول.
about-suspend = الطرف الموقوف لا يحجز شيئاً ولا يرى إلا الأماكن المشغولة؛ وما له في الجو يبقى آمناً.
about-reinstate = يعود الطرف عضواً بكل ما للأعضاء.
about-expel = لا أحد يعمل باسم الطرف بعد ذلك؛ وما له في الجو يبقى حتى ينتهي.
about-amend = غيّر ما تريد تغييره. يصوّت الأعضاء عليه كله، ويرون كل قاعدة كما هي وكما ستكون.
rule = القاعدة
rule-now = كما هي
rule-then = كما ستكون
rule-changes = ما يتغير ({ $n })
rules-decide = كيف تُتخذ القرارات
rules-show = ما يُعرض
rules-apart = المسافة بين الرحلات
rules-book = الحجز
rules-air = الجو حيث لم يذكره أحد
rules-name = الاسم والعنوان
rules-other = قواعد أخرى
rule-of-admit = قبول طرف
rule-of-suspend = إيقاف طرف
rule-of-reinstate = إعادة طرف
rule-of-expel = إخراج طرف
rule-of-amend = تعديل الميثاق
rule-of-default_manned = تُعرض الرحلات المأهولة للجميع بمستوى
rule-of-default_unmanned = تُعرض الرحلات غير المأهولة للجميع بمستوى
rule-of-default_zone = تُعرض المناطق للجميع بمستوى
rule-of-second_person = شخص ثانٍ يؤكد ما يتيح المزيد
rule-of-floor_km = حد السلامة: يُبلَّغ عن الرحلات خارج خطتها ضمن
rule-of-attempts_min = يُحتسب الحجز المرفوض مدة
rule-of-ration_km2h = ما يجوز لطرف السؤال عنه من الجو في الساعة
rule-of-manned = بين رحلتين مأهولتين
rule-of-mixed = بين رحلة مأهولة وأخرى غير مأهولة
rule-of-unmanned = بين رحلتين غير مأهولتين
rule-of-conflict_rule = الحجز المتعارض
rule-of-ahead_manned = مهلة الرحلات المأهولة
rule-of-ahead_unmanned = مهلة الرحلات غير المأهولة
rule-of-ahead_zone_h = مهلة المناطق
rule-of-area_max_km2 = أكبر مساحة
rule-of-duration_max_h = أطول رحلة
rule-of-horizon_days = أبعد حجز مسبق
rule-of-overrun_min = تُمدَّد الرحلة المتجاوزة وقتها بـ
rule-of-close_after_min = للآخرين إغلاقها بعد
rule-of-plan_min = تُنشر خطة اليوم التالي
rule-of-qnh_hpa = الضغط عند سطح البحر
rule-of-isa_k = الانحراف عن الحرارة القياسية
rule-of-name = اسم الغرفة
rule-of-uss = اسمها لدى باب المعيار (USS)
rule-of-base_url = عنوانها للخدمات الأخرى
conflict-rule-warn = يجوز بتسمية التعارض
conflict-rule-refuse = مرفوض
rule-share = أكثر من { $share } من المصوّتين
rule-share-all = كل من له التصويت
rule-share-count = { $n ->
    [zero] { $n } أصوات
    [one] صوت واحد ({ $n })
    [two] صوتان ({ $n })
    [few] { $n } أصوات
    [many] { $n } صوتاً
   *[other] { $n } صوت
  }
share-count = عدد من الأصوات
rule-apart = { $lateral } أفقياً، { $vertical } رأسياً، { $minutes }
rule-apart-none = عدم التداخل فقط
apart-lateral = أفقياً
apart-vertical = رأسياً
apart-time = زمنياً
rule-between = { $least } إلى { $most }
least = الأدنى
most = الأقصى
rule-ahead-none = لا مهلة
rule-clock = عند { $clock } من اليوم السابق

show-on-map = على الخريطة
close = إغلاق
cancel = إلغاء
yes = نعم
no = لا
manned = مأهولة
owner = المالك
callsign = رمز النداء
aircraft-type = الطراز (ICAO)
frequencies = الترددات
ssr = رمز SSR
icao24 = عنوان ICAO
remarks = ملاحظات
reason = السبب
lost-link = عند فقدان الاتصال
contact = الاتصال
contact-watch = الاتصال بالمناوب
entered = سُجّل
level = ما يُعرض عليك
from-to = من – إلى
floor = الحد الأدنى
ceiling = الحد الأعلى
off-nominal = خارج المعتاد
middle = المركز
authority = السلطة
conditions = الشروط
corridor-width = العرض
next-hours = الأوقات التالية
disputed = محل خلاف
disputed-by = { $n ->
    [zero] مع منطقة أخرى تقول غير ذلك عن الحيّز نفسه
    [one] مع منطقة أخرى تقول غير ذلك عن الحيّز نفسه
    [two] مع منطقتين أخريين تقولان غير ذلك عن الحيّز نفسه
    [few] مع { $n } مناطق أخرى تقول غير ذلك عن الحيّز نفسه
    [many] مع { $n } منطقة أخرى تقول غير ذلك عن الحيّز نفسه
   *[other] مع { $n } منطقة أخرى تقول غير ذلك عن الحيّز نفسه
  }
zone-in-force = سارية
zone-life-requested = مطلوبة
zone-life-planned = مقررة
zone-life-active = نشطة
zone-life-released = محررة
zone-closed = مغلقة
zone-danger = خطر
zone-restricted = مقيّدة
zone-reserved = محجوزة
zone-corridor = ممر
zone-weather = طقس
zone-gnss_interference = تشويش GNSS
zone-constraint = قيد
precedence = الأسبقية
precedence-routine = عادي
precedence-relief = إغاثة
precedence-medevac = إخلاء طبي
precedence-search_and_rescue = بحث وإنقاذ
precedence-emergency = طوارئ

do-activate = تفعيل
do-off-plan = خارج الخطة
do-contingent = طارئ
do-back-on-plan = عاد إلى الخطة
do-end = إنهاء
do-where = تحديد أين قد تكون
do-close = إغلاق هذه الرحلة
about-activate = الطائرة في الجو أو على وشك ذلك. كل من يرى الرحلة يراها نشطة.
about-off-plan = الطائرة خارج حيّزها أو وقتها وستعود. يُبلَّغ كل طرف له رحلة قريبة، مع بيانات اتصالك.
about-contingent = لا يمكن للطائرة العودة إلى خطتها: حالة طارئة. يُبلَّغ كل طرف له رحلة قريبة، مع بيانات اتصالك. بعد ذلك لا يمكن إلا إنهاء الرحلة.
about-back-on-plan = الطائرة من جديد داخل حيّزها ووقتها.
about-end = هبطت الرحلة أو لم تُنفَّذ. يتحرر الحيّز حالاً؛ لا رجعة في ذلك.
about-where = أين قد تكون الطائرة الآن. يُبلَّغ كل طرف له رحلة قريبة.
about-close = تجاوزت وقتها ولم يُنهِها مالكها. إغلاقها يحرّر الجو؛ ويدخل اسمك والسبب في السجل.
close-call = اتصل بمناوبها أولًا؛ فيمكنه إنهاؤها الآن:
close-from = يجوز لمسؤول طرف آخر إغلاقها بدءًا من { $at }.
off-planned = مكانها المحتمل هو ما خُطّط لها، ما لم ترسم منطقة أخرى.
off-keeps = يبقى مكانها المحتمل كما قيل آخر مرة، ما لم ترسم منطقة أخرى.
due = كان موعد انتهائها
goes-in-log = يُدوَّن هذا في السجل.
meets = { $n ->
    [zero] لا يلتقي بشيء:
    [one] يلتقي هذا بما يلي:
    [two] يلتقي هذا باثنين:
    [few] يلتقي هذا بـ { $n }:
    [many] يلتقي هذا بـ { $n }:
   *[other] يلتقي هذا بـ { $n }:
  }
all-the-same = { $what } رغم ذلك

map = الخريطة
map-table = الخريطة كجدول
map-back = عودة إلى الخريطة
table-caption = الرحلات والمناطق: { $n }؛ المعروض: { $shown }
item = العنصر
party = الطرف
state = الحالة
band = الارتفاع
altitude-band = نطاقات الارتفاع
legend = مفتاح الخريطة
legend-accepted = محجوز
legend-activated = نشط
legend-nonconforming = خارج الخطة
legend-contingent = طارئ
legend-zone = منطقة
legend-conflict = تعارض
legend-occupied = مشغول، التفاصيل محجوبة
vertical = رأسياً
banner-offline = غير مباشر منذ { $since } – هذه آخر صورة؛ لا يمكن تغيير شيء.
banner-preview = معاينة المستقبل { $at } ({ $minutes }) – كما هو مخطط، غير مباشر
banner-replay = إعادة عرض { $at } – غير مباشر، لا يمكن تغيير شيء
replay-coming = قراءة…
replay-no-conflicts = تُذكر التعارضات للغرفة المباشرة وحدها.

time = الزمن
time-back = 15 دقيقة إلى الوراء
time-ahead = 15 دقيقة إلى الأمام
time-slider = اللحظة المعروضة
time-go = انتقال إلى…
time-go-hint = تُعرض لحظة ماضية كما أُعطيت لطرفك حينها، ولحظة آتية كما هو مخطط الآن.
moment = اللحظة
play = تشغيل إلى الأمام
play-at = تشغيل بسرعة { $rate } مرات
time-more = { $n } أخرى في الجدول
time-keys = ← → 5 دقائق · Shift ساعة · Home مباشر
all-utc = كل الأوقات بالتوقيت العالمي UTC
log = السجل
log-entries = { $n ->
    [zero] قيد
    [one] قيد
    [two] قيدان
    [few] قيود
    [many] قيداً
   *[other] قيد
  }
log-head = الرأس
log-cosigned = وقّع عليه { $n } من { $all } أطراف
log-proof = الرأس الموقّع
log-key = المفتاح
tabs = اللوحات
tab-left = التعارضات
tab-map = الخريطة
tab-right = الأطراف

keys-on = المفاتيح المفردة اختصارات
key-conflict = التعارض التالي
key-live = عودة إلى المباشر
key-escape = إلغاء الاختيار
search = بحث
search-hint = رمز نداء أو رقم أو طرف أو منطقة أو مكان أو موقع
search-found = { $n ->
    [zero] لم يُعثر على شيء ({ $n })
    [one] نتيجة واحدة ({ $n })؛ Enter يذهب إليها
    [two] نتيجتان ({ $n })؛ الأسهم تختار وEnter يذهب
    [few] { $n } نتائج؛ الأسهم تختار وEnter يذهب
    [many] { $n } نتيجة؛ الأسهم تختار وEnter يذهب
   *[other] { $n } نتيجة؛ الأسهم تختار وEnter يذهب
  }
found-flight = رحلة
found-zone = منطقة
found-party = طرف
found-place = مكان
found-city = مدينة
found-position = موقع
help-conflict = التعارض تداخل فعلي في المكان والارتفاع والزمن بعد مسافات الميثاق. من سُجّل أولاً واقعة لا أولوية.
help-release = ما تراه هو ما أتاحه لك الآخرون. المكان المشغول يحوي المكان الحقيقي؛ التخطيط حوله آمن.

from = من
until = حتى
reference = الارتفاعات بـ
outline = الحدود
outline-polygon = مساحة
outline-circle = دائرة
outline-corridor = ممر
outline-hint-polygon = انقر الأركان على الخريطة أو اكتب المواقع.
outline-hint-circle = انقر المركز على الخريطة أو اكتب موقعه.
outline-hint-corridor = انقر على طول الخط أو اكتب المواقع.
radius = نصف القطر
width = العرض
positions = المواقع (DDMMSS أو DDMM.mm أو درجات)
wipe = مسح
times-utc = كل الأوقات UTC.
draw-first = ارسم المكان أولاً، ثم يُقال لك بمَ يلتقي.
checking = تجري المقارنة…
meets-nothing = لا يلتقي بشيء مما يُعرض عليك.
taken = سيُحجز على
book = احجز
plan = خطة اليوم
plan-updates = التحديثات
plan-published = نُشرت { $at }
plan-draft = مسودة، تُنشر { $at }
plan-for = لطرف { $party } وحده كما يرى اليوم؛ أُعد { $at }. الغرفة تُعلِم ولا تأمر.
plan-empty = لا شيء يمس هذا اليوم.
day-before = اليوم السابق
day-after = اليوم التالي
print = طباعة
changes = ما تغيّر منذ آخر اطلاع
changes-since = منذ { $at }، من كل ما يُعرض على طرفك:
changes-from-now = من الآن تُحفظ التغييرات لك.
changes-looked = اطّلعت
changes-none = لم يتغير شيء.
changes-added = أُضيف ({ $n })
changes-changed = تغيّر ({ $n })
changes-gone = ذهب ({ $n })
what-release = ما يُعرض عليك منه
what-times = الأوقات
what-limits = الارتفاعات
what-outline = المحيط
what-state = الحالة
what-class = الأسبقية
what-details = التفاصيل
places = أماكن مسماة ({ $n })
place-take = اتخاذه محيطاً
place-area = مساحة
place-route = مسار
place-gate = بوابة
place-point = نقطة
place-name = حفظ هذا المحيط باسم
place-for-all = لكل الأعضاء
place-keep = حفظ
place-drop = حذفه من المكتبة
repeat = تكرار في أيام أخرى
repeat-until = تبدأ الأخيرة قبل
repeat-first = حدد المكان والوقت ووسيلة الاتصال أولاً.
repeat-check = ماذا سيلاقي كل يوم؟
repeat-book = { $n ->
    [zero] حجز { $n } يوم
    [one] حجز يوم واحد ({ $n })
    [two] حجز يومين ({ $n })
    [few] حجز { $n } أيام
    [many] حجز { $n } يوماً
   *[other] حجز { $n } يوم
  }
repeat-named = مع تسمية التعارضات: { $n }
repeat-free = حر
repeat-meets = يلاقي آخرين
repeat-booked = محجوز
repeat-refused = مرفوض
repeat-series = السلسلة
repeat-end = إنهاء السلسلة كلها
repeat-ended = انتهى: { $n }. باقٍ: { $left }.

who-sees-what = من يرى ماذا
release-hint = كل مستوى يشمل ما قبله.
release-unseen = ما رُئي لا يُمحى: خفض المستوى لا يستعيد شيئاً.
release-second = يؤكد شخص ثانٍ من طرفك ما يتيح المزيد (قاعدة هذه الغرفة).
release-log = أتِح وسجّل
releases-wait = إتاحات بانتظار التأكيد ({ $n })
release-by-you = أنت من طلب هذا؛ يؤكده شخص آخر من طرفك.
release-confirm = تأكيد
level-conflict = التعارض
level-conflict-short = فقط حيث يلتقي برحلاتهم
level-existence = الوجود
level-existence-short = خلايا مشغولة بلا مالك
level-reservation = الحجز
level-reservation-short = الحيّز بدقة والمالك والحالة
level-identity = الهوية
level-identity-short = رمز النداء والطراز والاتصال
until-open = حتى أغيّره
until-end = حتى نهايته المخططة
from-now = الآن
from-start = بدايتها المخططة
from-at = وقت محدد
until-at = وقت محدد
onward = يجوز لهم تمريره إلى
onward-party = طرفهم وحده
onward-units = الوحدات العاملة معهم
onward-anyone = أي أحد
grant-of = إتاحة إلى { $party }
grant-none = لا تقول هذه الرحلة شيئاً خاصاً عن { $party }: الإعدادات والميثاق يقرران.
grant-set = تحديده لهذه الرحلة
grant-remove = تركه للإعدادات والميثاق
why-sees = لماذا يرى { $party } هذا؟
why-change = المستوى المختار هنا يسري على هذه الرحلة وحدها ويسبق الإعدادات والميثاق.
why-withheld = لماذا حُجب شيء؟
why-withheld-conflict = لا يُعلمك مالكها بها إلا حيث تلتقي برحلة لك. المالك وحده يتيح المزيد؛ اطلب عبر اقتراح.
why-withheld-existence = مالكها أو إعداد له أو الميثاق يريك أن المكان مشغول لا أكثر. التخطيط حوله آمن.
why-withheld-reservation = يُعرض عليك أين تطير ولمن هي. رمز النداء والطراز والاتصال لا يتيحها إلا مالكها.
settings = الإعدادات
presets = إعدادات الإتاحة
presets-hint = ما يتيحه طرفك حين لا تقول الرحلة أو المنطقة شيئاً. سطر الطرف نفسه يسبق سطر الجميع.
presets-lead = يجوز لمسؤول طرفك تغييرها.
preset-manned = رحلات مأهولة
preset-unmanned = رحلات غير مأهولة
preset-zone = مناطق
preset-all = كل الآخرين
preset-as-all = كما للجميع
preset-charter = وفق الميثاق: { $level }
preset-at-most = { $level } على الأكثر
preset-reciprocal = لا أكثر مما يتيحونه لنا
this-device = هذا الجهاز
will-see = ما سيراه { $party }
area = المكان
exact = بدقة
snapped = خلايا مشغولة تحويه
snapped-if-met = لا شيء، ما لم يلتقِ بإحدى رحلاتهم
widened = موسّع إلى الخارج
gone = لم تعد هذه الرحلة موجودة.
now-level = الآن: { $level }
rule-item = محدد لهذه الرحلة
rule-preset = وفق إعدادك
rule-charter = وفق الميثاق
rule-own = لك
rule-dss = تُدار في مكان آخر
rule-reciprocal = ما يتيحونه لك
rule-outside = ليس عضواً
rule-suspended = موقوف
rule-safety-floor = حد السلامة: خارج خطتها قربهم

zones = المناطق ({ $n })
zones-none = لا مناطق معروضة لك.
zone-announce = إعلان منطقة
zone-change = تغيير
zone-kind = النوع
zone-name = الاسم
zone-level = ما يراه الآخرون
zone-level-charter = كما ينص الميثاق
zone-hours = ساعات الأسبوع
zone-hours-always = طوال الوقت من البداية إلى النهاية.
zone-hours-add = إضافة ساعات
zone-keeps-outline = تبقى الحدود كما هي ما لم ترسم غيرها.
zone-keeps-volumes = تبقى أحيازها وحدودها وأوقاتها كما هي ما لم ترسم حدودًا أخرى.
draw-first-zone = ارسم المكان، أو اكتب المواقع.
zone-do-announce = إعلان
zone-do-activate = وضع موضع السريان
zone-do-stand-down = العودة إلى المقرر
zone-do-release = تحرير مبكر
zone-do-end = إنهاء المنطقة
zone-about-announce = يراها جميع الأعضاء مقررة.
zone-about-activate = أنت تضعها موضع السريان في ساعاتها: تُغلق الجو أمام الآخرين، ويُدوَّن اسمك في السجل.
zone-about-stand-down = لم تعد سارية، لكنها تبقى معلنة.
zone-about-release = يصبح الجو حرًا فورًا. المنطقة المحررة لا تُستعاد: أعلن منطقة جديدة.
zone-about-end = تُزال عن الجميع؛ ولا رجوع عن ذلك.
ground = الأرض تحتها
ground-lowest = الأدنى، متر فوق البحر
ground-highest = الأعلى، متر فوق البحر
ground-hint = إن تُركت فارغة قرأت الغرفة ملف الارتفاعات لديها، إن وُجد.
