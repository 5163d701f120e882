room = غرفة العمليات المشتركة
informs-only = الغرفة تُعلِم؛ لا تأمر ولا تضمن الفصل بين الطائرات.
live = مباشر
not-live = غير مباشر
act-for = تعمل باسم
language = اللغة
units = وحدات المسافة
units-nm = أميال بحرية
units-km = كيلومترات
notation = تُكتب المواقع
notation-dms = درجات ودقائق وثوانٍ
notation-dm = درجات ودقائق عشرية
notation-dd = درجات عشرية
notation-mgrs = إحداثيات شبكة MGRS
notation-as = مثلًا:
alerts = إشعار السلامة المنتظِر
alerts-sound = يُصدر نغمتين
alerts-flash = يومض في عنوان الصفحة
alert-safety = { $n ->
    [zero] لا إشعار سلامة
    [one] إشعار سلامة
    [two] إشعارا سلامة
    [few] إشعارات سلامة
    [many] إشعار سلامة
   *[other] إشعار سلامة
  }
settings-here = تُحفظ على هذا الجهاز وحده. يمكن كتابة المواقع بالطرق الأربع مهما اخترت هنا.
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
needs-here = تنبيه: قل إنك حاضر
needs-handover = مناوبة تنتظر من يتسلّمها
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
needs-notices = { $n ->
    [zero] لا إشعار ينتظر ردك
    [one] إشعار ينتظر ردك
    [two] إشعاران ينتظران ردك
    [few] إشعارات تنتظر ردك
    [many] إشعارًا ينتظر ردك
   *[other] إشعار ينتظر ردك
  }
needs-drills = { $n ->
    [zero] لا تمرين ينتظر ردك
    [one] تمرين ينتظر ردك
    [two] تمرينان ينتظران ردك
    [few] تمارين تنتظر ردك
    [many] تمرينًا ينتظر ردك
   *[other] تمرين ينتظر ردك
  }
needs-calls = { $n ->
    [zero] لا إشعار تعذّر وصوله
    [one] إشعار لم يبلغ أحدًا: اتصل
    [two] إشعاران لم يبلغا أحدًا: اتصل
    [few] إشعارات لم تبلغ أحدًا: اتصل
    [many] إشعارًا لم يبلغ أحدًا: اتصل
   *[other] إشعار لم يبلغ أحدًا: اتصل
  }
needs-alarms = { $n ->
    [zero] لا إنذار بشأن إشعار
    [one] إنذار بشأن إشعار
    [two] إنذاران بشأن إشعارات
    [few] إنذارات بشأن إشعارات
    [many] إنذارًا بشأن إشعارات
   *[other] إنذار بشأن إشعارات
  }
needs-releases = { $n ->
    [zero] إتاحة تنتهي خلال 4 ساعات
    [one] إتاحة تنتهي خلال 4 ساعات
    [two] إتاحتان تنتهيان خلال 4 ساعات
    [few] إتاحات تنتهي خلال 4 ساعات
    [many] إتاحة تنتهي خلال 4 ساعات
   *[other] إتاحة تنتهي خلال 4 ساعات
  }
needs-freed = { $n ->
    [zero] لا مجال تحرّر
    [one] مجال تحرّر
    [two] مجالان تحرّرا
    [few] مجالات تحرّرت
    [many] مجالًا تحرّر
   *[other] مجال تحرّر
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
agreement-awaiting = متفق عليه، بانتظار { $uss } حتى { $until }
record = تدوين ما اتُّفق عليه
record-about = تنتقل رحلتك فورًا؛ وتُنتظر رحلتهم، وترى هنا هل انتقلت. تُدار الرحلة خارج هذه الغرفة لدى
record-words = كيف ومع من
record-until = تُنتظر رحلتهم، دقيقة
freed = تحرّر من جديد ({ $n })
freed-attempt = حجز رُفض
freed-flight = زال ما أفسحت له أو رُفضت بسببه. خالٍ منه:
freed-booking = زال ما رُفض بسببه. خالٍ منه:
freed-again = احجزه الآن
seen = اطّلعت
again = اسأل من جديد
notices = الإشعارات (ينتظر الرد: { $n })
notices-none = لا إشعارات.
notice-of = { $kind }، من { $from }
notice-information = معلومة
notice-request = طلب
notice-warning = تحذير
notice-safety = سلامة
notice-drill = تمرين
notice-exercise = تمرين تمرين تمرين
notice-from-room = الغرفة
notice-write = كتابة إشعار
notice-send = إرسال
notice-correct = وضع آخر مكانه
notice-take-back = سحب
notice-about-take-back = لا يمكن الرد عليه بعد ذلك؛ ويُبلَّغ من ردّ.
notice-pass = مُرّر
notice-about = بشأن
notice-late = تأخر الرد
notice-is-corrected = صُحّح
notice-is-cancelled = سُحب
notice-is-superseded = استُبدل
notice-replaced = حلّ إشعار آخر محله.
notice-answered = ردّ { $n } من { $all }:
notice-waiting = بالانتظار:
notice-owner-of = مالك
notice-how = الإشعار القديم
notice-how-corrected = كان خطأ
notice-how-superseded = تجاوزته الأحداث
notice-to = إلى
notice-kind = النوع
notice-minutes = الرد خلال، دقيقة
notice-by-charter = بحسب الميثاق
notice-text = الكلمات
notice-values = قيم تُعاد قراءتها
notice-value-add = قيمة
notice-area = منطقة يسأل عنها
notice-area-shown = أظهر المنطقة
figures = أرقام
figures-about = كيف ردّ طرفكم على ما وصله من إشعارات؛ لا يُعرض هذا على طرف آخر. منذ
figures-received = وصل
figures-answered = رُدّ عليه
figures-median = النصف خلال
figures-p95 = 19 من 20 خلال
figures-late = متأخر
figures-not-reached = لم يبلغ أحدًا
report = تقرير
report-about = ما أُتيح لطرفكم منه، قيدًا قيدًا، مع موضعه في السجل: صفحة واحدة تُحفظ ولا تحتاج إلى شبكة.
incident-link = احفظ التقرير
accounts = الإفادات ({ $n })
account-give = ما يقوله طرفكم عنه
account-about = يقرؤها من قيل لهم لمن هو. تقف بجانب ما يقوله غيركم، وتُحفظ سنة.
account-enter = سجّل الإفادة
notice-hint-information = لا يطلب سوى تأكيد استلامه.
notice-hint-request = يسأل هل سيفعلونه. الطلب يُعلم ولا يأمر.
notice-hint-warning = خطبٌ وقع أو يوشك؛ يقولون ماذا يفعلون.
notice-hint-safety = أحدٌ في خطر. لا يُحجب أبدًا؛ وتُعاد قراءة ارتفاعاته وأوقاته ومواقعه.
notice-hint-drill = تمرين: يقول ذلك أولًا وآخرًا، ويطلب تأكيد استلامه.
value-height = ارتفاع
value-time = وقت
value-position = موقع
answer-received = استُلم
answer-will_comply = سنلتزم
answer-cannot_comply = يتعذّر الالتزام
answer-counter = اقتراح بديل
answer-stand_by = انتظار
answer-word-reason = لماذا لا
answer-word-intention = ماذا ستفعلون بدلًا
answer-word-proposal = ماذا تقترحون
stand-by-once = مرة واحدة لكل إشعار: لا يصعد أبعد أثناء ذلك.
stand-by-for = لمدة
read-back = أعد قراءة ما قيل كما فهمته. الغرفة تقارن.
alarm-read_back_wrong = أُعيدت القراءة خلافًا لما قيل.
alarm-not_reached = لم يردّ أحد. اتصل.
alarm-link_locked = أُقفل رابط الوحدة من تلقاء نفسه بعد رموز خاطئة. اتصل.
ladder = السلّم
ladder-next = يصعد أبعد في { $at }.
step-sent = أُرسل
step-handed_over = سُلّم
step-delivered = وصل
step-read = قُرئ
step-passed = مُرّر
step-answered = رُدّ عليه
step-stood_by = في الانتظار
step-read_back_wrong = قراءة مُعادة خاطئة
step-escalated = أُبلغ من جديد
step-not_reached = لم يبلغ أحدًا
step-link_locked = أُقفل الرابط بعد رموز خاطئة
step-link_revoked = أُلغي الرابط
rung-watch = المناوب
rung-deputies = النواب
rung-leads = المسؤولين
rung-everyone = كل المناوبين
rung-exhausted = أُبلغ الجميع
means-page = بالصفحة
means-voice = بالصوت
means-field_link = بالرابط الميداني
means-webhook = بوصلة الويب
confirmed-yes = أكّد
confirmed-no = لم يؤكّد
confirmed-unknown = لا يُعرف هل أكّد
pass-to = إلى أي وحدة أو طاقم
pass-by = بواسطة
pass-confirmed = هل أكّد
calls = المكالمات ({ $n })
call-write = تدوين مكالمة
call-about = لطرفك وحده.
call-caller = من اتصل
call-called = بمن اتصل
call-time = متى
call-notice = بشأن الإشعار
call-answered = رُدّ عليها
call-read-back = أُعيدت القراءة
call-missed = لم يردّ أحد
call-said = ما قيل
talk = تحدّث
talk-none = لا إشعارات عنه بعد.
talk-to-owner = يذهب إلى مناوبة الطرف مالك الرحلة.
talk-sealed = يذهب إلى مناوبة المالك. لا يُقال لك من هو؛ ويُقال له من يسأل.
phrase = عبارة موحّدة
phrase-none = لا شيء: كلمات فقط
phrase-others = باللغات الأخرى
phrase-spoken = على اللاسلكي
phrase-read-back = تُعاد قراءته:
phrase-value-time = وقت
phrase-value-height = ارتفاع
phrase-value-position = موقع
phrase-value-callsign = نداء
phrase-value-flight = رحلة
phrase-value-party = طرف
phrase-value-area = منطقة
phrase-value-frequency = تردد، MHz
phrase-value-squawk = رمز SSR
phrase-value-qnh = QNH، hPa
phrase-value-visibility = رؤية، م
phrase-value-distance = مسافة
phrase-value-duration = مدة، دقيقة
phrase-value-bearing = اتجاه، °T
phrase-value-number = عدد
phrase-value-text = نص
watch = مناوبتكم
watch-holder = المناوب
watch-deputy = نائب
watch-nobody = لا أحد مناوب
watch-on = مناوب
watch-nobody-since = لا مناوب منذ { $at }
watch-proven = ثبت عمله آخر مرة: { $ways }
watch-take = تسلّم المناوبة
watch-second = كن نائبًا
watch-here = أنا حاضر
watch-leave = مغادرة
watch-prompt = هل أنت حاضر؟ قل ذلك قبل { $at }
watch-asked = سُئل هل هو حاضر، حتى { $at }
watch-gone = لا يجيب
notes = ملاحظات المناوبة ({ $n })
note-new = ملاحظة للمناوبة التالية؛ لا يُبلَّغ بها طرف آخر
note-keep = احفظ الملاحظة
note-drop = شطب
note-erase = محو
handover = تسليم المناوبة
handover-begin = تسليم
handover-ask = تسلّمها منه
handover-sheet = افتح الورقة
handover-about = كل ما هو مفتوح كما يراه طرفكم. يؤشّر المتسلّم على كل بند؛ وتبقى المناوبة حيث هي حتى يُؤشَّر على الكل.
handover-to = { $by } يسلّم إلى { $to }.
handover-open = { $by } يسلّم إلى من يأتي.
handover-empty = لا شيء مفتوح.
handover-missing = { $n ->
    [zero] أُشّر على كل البنود.
    [one] بند واحد لم يُؤشَّر عليه.
    [two] بندان لم يُؤشَّر عليهما.
    [few] { $n } بنود لم يُؤشَّر عليها.
    [many] { $n } بندًا لم يُؤشَّر عليه.
   *[other] { $n } بند لم يُؤشَّر عليه.
  }
handover-who = إلى
handover-anybody = من يأتي
handover-accept = تسلّم المناوبة
handover-withdraw = اتركها كما كانت
handover-drawing = تُعدّ الورقة…
sheets = الأوراق
sheets-none = لم تُسلَّم المناوبة بورقة بعد.
sheet-conflict = تعارض
sheet-notice = إشعار
sheet-agreement = اقتراح
sheet-proposal = تصويت
sheet-flight = رحلة
sheet-zone = منطقة
sheet-release = إتاحة
sheet-pressure = الجو
sheet-fault = لم يُبلَّغ
sheet-nobody = بلا مناوب
sheet-note = ملاحظة
sheet-received = ينتظر الرد
sheet-sent = أُرسل ولم يُردّ عليه
sheet-asked = سُئل
sheet-awaiting = منتظَر
sheet-begins = يبدأ
sheet-ends = ينتهي
sheet-to-answer = ينتظر الرد
drills = التمارين
drills-on = تختبر الغرفة مرة في كل مناوبة هل يجيب أحد.
drills-off = لا يُجري الميثاق تمارين.
drill-open = مفتوح
drill-answered = أُجيب
drill-by-deputy = أجاب نائب
drill-missed = فات
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
rule-of-ahead_convoy_h = مهلة القوافل
rule-of-ahead_team_h = مهلة الفرق
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
measure = قياس
measure-hint = انقر مواضع على الخريطة، أو حرّكها بمفاتيح الأسهم واضغط Enter لوسطها.
measure-all = المجموع
measure-middle = خذ وسط الخريطة
import = استيراد
import-drop = أفلت الملف: يُفحص أولًا ولا يُدخل شيء.
import-about = ملف رحلات أو مناطق، يُفحص أولًا: لا يُدخل شيء قبل أن تقول.
import-file = الملف
import-big = الملف أكبر من 4 ميغابايت. قسّمه إلى أجزاء.
import-what = يحوي
import-flights = رحلات
import-zones = مناطق
import-form = الصيغة
import-defaults = ما يسري حيث لا يقول الملف
import-as-said = كما يقول الملف
import-look = افحصه
import-looking = يُفحص الملف…
import-taking = جارٍ الإدخال… وصل { $n }.
import-take = أدخل { $n }
import-with-met = { $n ->
    [zero] لا شيء يتعارض مع غيره
    [one] وكذلك ما يتعارض مع غيره، مسمّى كما ظهر
    [two] وكذلك الاثنان المتعارضان مع غيرهما، مسمّيين كما ظهرا
    [few] وكذلك { $n } تتعارض مع غيرها، مسمّاة كما ظهرت
    [many] وكذلك { $n } تتعارض مع غيرها، مسمّاة كما ظهرت
   *[other] وكذلك { $n } تتعارض مع غيرها، مسمّاة كما ظهرت
  }
import-found = سليم: { $good }. معيب: { $faulty }.
import-done = أُدخل: { $done }. لم يُدخل: { $refused }.
import-not-compared = مواضع كثيرة تتلاقى: لم تُقارن رحلات الملف بعضها ببعض.
import-ignored = أسماء لا يقرؤها أحد:
import-place = الموضع في الملف
import-outcome = النتيجة
import-item = العنصر { $n }
import-is-good = سليم
import-is-faulty = معيب
import-is-done = أُدخل
import-is-refused = رُفض
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
banner-replay = إعادة عرض { $at } – غير مباشر، لا يمكن تغيير شيء فيه
live-beside-past = مباشر، بينما تعرض الخريطة الماضي
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
deliveries = التبليغات
deliveries-about = مشتركون خارج الغرفة تُبلغهم بتغيّر رحلاتك ومناطقك.
deliveries-none = لا أحد خارج الغرفة يُبلَّغ برحلاتك ومناطقك.
deliveries-to = إلى
deliveries-changed = تغيّر
deliveries-tried = آخر محاولة
delivery-waiting = بالانتظار
delivery-delivered = وصل
delivery-failed = أخفق
table-some = { $n }؛ يظهر منها { $shown }
ledger = دفتر التنازلات مع
ledger-short = دفتر
ledger-about = من أفسح الطريق باتفاق، وكم مرة وبأي قدر. لا يقرؤه سوى هذين الطرفين، ويُحفظ ما دام كلاهما يريده.
ledger-both = كلاهما يريده: يُحفظ.
ledger-you = تريده أنت، ولم يريدوه بعد.
ledger-them = يريدونه، ولم ترده أنت بعد.
ledger-none = لا يريده أحد: لا يُضاف شيء.
ledger-since = منذ
ledger-keep = أريد دفترًا
ledger-stop = لم أعد أريده
ledger-gave = أفسح الطريق
ledger-times = المرات
ledger-minutes = الدقائق
ledger-feet = الأقدام
tabs = اللوحات
tab-left = التعارضات
tab-map = الخريطة
tab-right = الأطراف

keys-on = المفاتيح المفردة اختصارات
key-conflict = التعارض التالي
key-answer = الرد على الإشعار المحدّد
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
positions = المواقع (DDMMSS أو DDMM.mm أو درجات أو MGRS)
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
webhook = النظام الخاص
webhook-about = يُرسَل إلى هذا العنوان، موقَّعًا، كل إشعار إلى طرفك وكل سحب لإشعار. والردّ 2xx هو الخطوة «سُلّم».
webhook-none = لا يُرسَل شيء.
webhook-url = العنوان
webhook-other = عنوان آخر
webhook-by = أدلى به
webhook-failed = فشل { $n } مرات
webhook-well = تمّ بنجاح
webhook-untried = ليس بعد
webhook-waiting = قيد الانتظار
webhook-end = أوقف الإرسال
webhook-once = خذ السر الآن: لا يُعرض إلا هذه المرة.
webhook-secret = سرّ التواقيع
webhook-kept = ليس في السجل؛ وللعنوان الجديد سرّ جديد.
webhook-state = أرسل الإشعارات إليه
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
sites = الأماكن ({ $n })
sites-none = لا أماكن معروضة لك.
sites-more = { $n } أخرى؛ يجدها البحث
sites-fold = طي
sites-unfold = فتح
sites-waiting = الأماكن: بانتظار التأكيد ({ $n })
site-kind = نوع المكان
site-all-kinds = كل الأنواع
site-on-map = على الخريطة
site-hospital = مستشفى
site-clinic = عيادة أو مركز إسعاف
site-school = مدرسة
site-shelter = مأوى
site-camp = مخيم
site-culture = مكان عبادة أو ثقافة
site-water = إمداد المياه
site-power = إمداد الكهرباء
site-dangerous_works = سد أو منشأة خطرة أخرى
site-relief_store = مخزن إغاثة
site-relief_office = مكتب إغاثة
site-detention = مكان احتجاز
site-cemetery = مقبرة
site-aerodrome = مطار
site-landing_site = موقع هبوط
site-obstacle = عائق
site-hazard = خطر
site-closed_road = طريق مغلق
site-other_civil = مكان مدني آخر
site-notified = موقع مُبلَّغ عنه
site-withdrawn = مسحوب
site-expired = لم يُجدَّد
site-position = الموقع
site-area-only = تُعرض عليك المنطقة وحدها
site-confirmations = أبلغ عنه
site-confirmed = { $n ->
    [zero] لا أطراف ({ $n })
    [one] طرف واحد ({ $n })
    [two] طرفان ({ $n })
    [few] { $n } أطراف
    [many] { $n } طرفاً
   *[other] { $n } طرف
  }
site-buffer = نطاق حوله
site-reporter-withheld = المُبلِّغ محجوب
site-level-ask = سؤال
site-level-ask-short = نعم أو لا، والمسافة
site-level-area = منطقة
site-level-area-short = النوع وخلايا تحويه
site-level-place = مكان
site-level-place-short = المكان بدقة والاسم والتفاصيل
site-level-reports = بلاغات
site-level-reports-short = من قال ومتى وبأي كلام
site-rule-own = لك
site-rule-item = محدد لهذا البلاغ
site-rule-preset = وفق إعدادك
site-rule-default = افتراضياً
site-rule-suspended = موقوف
site-until = حتى (فارغ: حتى أغيّره)
grant-none-report = لا يقول هذا البلاغ شيئاً خاصاً عن { $party }: الإعدادات تقرر.
grant-set-report = تحديده لهذا البلاغ
site-presets = إعدادات إتاحة الأماكن
site-presets-hint = ما تتيحه بلاغاتك حين لا تقول شيئاً. السطر الأقرب هو المعتبر: سطر للطرف والنوع معاً قبل سطر لأحدهما.
site-presets-none = لا إعدادات: من يسأل ينال نعم أو لا فقط.
site-preset-add = سطر آخر
site-ask = أهناك مكان قريب؟
site-ask-hint = الجواب نعم أو لا ونطاق مسافة. يُحسب من حصتك في الساعة، ويرى من اقتربت من أماكنهم أنك سألت.
site-ask-of = قرب ماذا
site-ask-drawn = ما أرسمه
site-within = ضمن
site-ask-go = اسأل
site-near = نعم، على بعد { $far } على الأكثر.
site-not-near = لا شيء يجوز لك علمه ضمن { $far }.
site-asked = سأل طرفك ({ $n })
site-asked-mine = أسئلة قرب أماكنك ({ $n })
site-compare = مقارنة
compare-hint = بلاغات يُرجَّح أنها عن مكان واحد أو تتناقض. يقرر إنسان؛ لا شيء يُدمج تلقائياً.
compare-none = لا شيء للمقارنة فيما يُعرض عليك.
compare-more = المزيد
tie-same = المكان نفسه
tie-other = ليس نفسه
tie-take-back = سحب القول
tie-one = مكان واحد
tie-two = مكانان
tie-says-same = يقول: نفسه
tie-says-other = يقول: ليس نفسه
ties = هو نفسه أم لا ({ $n })
reports = البلاغات ({ $n })
report-make = الإبلاغ عن مكان
report-same = الإبلاغ عن المكان نفسه
report-correct = تصحيح البلاغ
report-renew = تجديد
report-withdraw = سحب البلاغ
report-erase = محو كلماته
about-renew = تقول إنه ما زال صحيحاً، 30 يوماً من الآن.
about-withdraw = يبقى ظاهراً كمسحوب 90 يوماً؛ وهذا لا يغير شيئاً في القانون.
about-erase = تُتلف الأسماء والملاحظات والروابط من كل نسخه نهائياً. ويبقى مكانه حتى يُسحب.
report-where = أين (بأي صيغة)
report-where-hint = الصق موقعاً أو انقره على الخريطة.
report-accuracy = الدقة
report-source = شوهد من
report-observed = وقت المشاهدة
report-condition = قيد الاستعمال
report-holds = صالح حتى
report-disputes = يناقض
report-links = وثائق
report-name = اسم المكان
report-notified-hint = مع نطاق، يُبلَّغ كل من يخطط عبره ويرى المكان. فارغ: غير مُبلَّغ عنه.
report-buffer-height = ارتفاعه
report-more = المزيد: الأسماء والصلاحية والملاحظات والروابط
report-life = أيام حتى التجديد
report-valid-from = المكان قائم منذ
report-valid-until = المكان قائم حتى
report-link-title = وثيقة: العنوان
report-link = وثيقة: الرابط
report-blind = نبّهني للتحقق إذا ناقضه بلاغ آخر كهذا
source-ground = الأرض
source-air = الجو
source-satellite = قمر صناعي
source-document = وثيقة
source-other = غير ذلك
condition-unknown = غير معروف
condition-in_use = مستعمل
condition-not_in_use = غير مستعمل
dispute-position = الموقع
dispute-existence = الوجود
dispute-name = الاسم
landing = الهبوط
landing-size = الأبعاد
landing-length = الطول
landing-width = العرض
landing-surface = السطح
landing-slope = أشد ميل
landing-elevation = الارتفاع عن البحر
landing-approaches = اتجاهات الاقتراب °T
landing-departures = اتجاهات المغادرة °T
landing-lit = مضاء
landing-fuel = الوقود
landing-obstacles = عوائق قربه
landing-checked = آخر تحقق
landing-checked-by = تحققت منه (منظمة)
surface-paved = معبّد
surface-gravel = حصى
surface-earth = تراب
surface-grass = عشب
surface-sand = رمل
surface-snow = ثلج
surface-deck = سطح سفينة
surface-other = غير ذلك
fuel-avgas = بنزين طائرات
fuel-jet = وقود نفاث
fuel-mogas = بنزين سيارات
shape-mast = سارية
shape-wire = سلك
shape-crane = رافعة
shape-building = مبنى
shape-other = غير ذلك
obstacle-shape = ما هو
obstacle-height = الارتفاع
obstacle-top = القمة
obstacle-far = طرف السلك الآخر
site-import = بلاغات من ملف
site-import-about = ملف CSV أو GeoJSON أو KML للأماكن، يُفحص أولاً: لا يُدخل شيء قبل أن تقول.
site-import-counts = جديد: { $new }. مصحح: { $corrected }. كما كان: { $unchanged }. ربما موجود: { $join }.
site-import-new = جديد
site-import-corrected = مصحح
site-import-unchanged = كما كان
site-import-near = ربما موجود ({ $n })
site-export = أخذ نسخة
site-export-hint = كل ما أُتيح لطرفك، موسوماً باسمه. يؤكد شخص ثانٍ من طرفك؛ ثم يُجلب خلال ساعة.
site-export-ask = طلبه
site-export-lead = يجوز لمسؤول طرفك طلبه.
site-export-open = يُجلب حتى { $until }:
site-waits-release = إتاحة بلاغ
site-waits-presets = إعدادات الأماكن
site-waits-export = نسخة الأماكن
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
air = الجو ({ $n })
air-state = إعلان حالة الجو
air-again = إعلان من جديد
air-end = سحب
air-about = ما تعلنه يسري على كل الأطراف: الحدود المقروءة من مقياس الارتفاع، ومستويات الطيران إلى جانبها، تتبعه فورًا.
air-about-end = تعود حدود الميثاق الواسعة سارية هناك على كل الأطراف. وقد تتعارض رحلات لم تكن متعارضة.
air-elsewhere = في ما عداها:
air-everywhere = لم يُعلن شيء. في كل مكان:
air-stated = { $n ->
    [zero] تم. لم يستجد تعارض لأي من رحلاتك.
    [one] تم. استجد لك تعارض واحد.
    [two] تم. استجد لك تعارضان.
    [few] تم. استجدت لك { $n } تعارضات.
    [many] تم. استجد لك { $n } تعارضًا.
   *[other] تم. استجد لك { $n } تعارض.
  }
air-not-all = لم تتسنّ مقارنة كل شيء في الوقت؛ راجع تعارضاتك من جديد.
air-new = { $n ->
    [zero] لا جديد منذ تغيّر الجو:
    [one] جديد منذ تغيّر الجو:
    [two] جديدان منذ تغيّر الجو:
    [few] { $n } جديدة منذ تغيّر الجو:
    [many] { $n } جديدًا منذ تغيّر الجو:
   *[other] { $n } جديد منذ تغيّر الجو:
  }
air-new-tag = جديد منذ تغيّر الجو، { $at }
air-now = سارٍ الآن
air-later = لاحقًا
air-over = انتهى
air-following = النطاقات تتبعه
air-id = الاسم، كرمز موقع ICAO
air-name = المكان
air-qnh = QNH
air-within = بحدود، ±
air-warm-by = الحرارة بصيغة
air-isa = الانحراف عن ISA
air-temperature = درجة الحرارة
air-at = عند
air-ta = ارتفاع الانتقال
air-tl = مستوى الانتقال
air-ta-tl = الانتقال
air-source = المصدر
air-observed = وقت الرصد
ground = الأرض تحتها
ground-lowest = الأدنى، متر فوق البحر
ground-highest = الأعلى، متر فوق البحر
ground-hint = إن تُركت فارغة قرأت الغرفة ملف الارتفاعات لديها، إن وُجد.

link = رابط ميداني
link-about = تفتح وحدة بلا حساب هذا الإشعار على هاتفها وتجيب عنه. أرسل الرابط بأي تطبيق مراسلة، وقل الرمز بالصوت، لا معه أبدًا.
link-unit = إلى أي وحدة
link-contact = كيف يُتصل بها
link-make = أنشئ الرابط
link-code = الرمز، بالصوت فقط:
link-once = يظهر الرابط والرمز هذه المرة فقط.
link-address = عنوان الرابط
link-until = يُفتح حتى { $until }.
links = روابط هذا الإشعار
link-is-open = مفتوح
link-is-expired = انتهى
link-is-revoked = أُلغي
link-is-locked = أُقفل بعد رموز خاطئة
link-opened = فُتح
link-not-opened = لم يُفتح بعد
link-revoke = ألغِ
link-qr = عنوان الرابط ليقرأه هاتف

movements = التحركات ({ $n })
movements-none = لا تحركات برية أُبلغت بها.
movement-convoy = قافلة
movement-team = فريق
movement-kind = ما الذي يتحرك
movement-announce = الإعلان عن تحرك
movement-change = تغيير التحرك
movement-is-planned = مخطط
movement-is-departed = انطلق
movement-is-delayed = متأخر
movement-is-arrived = وصل
movement-is-cancelled = ملغى
movement-late = أُعلن متأخراً
movement-late-hint = يطلب الميثاق { $hours } ساعة. يُقبل الإعلان ويُعلَّم لكل من يراه.
movement-level-none = لا شيء
movement-level-none-short = لا يُبلَّغ إطلاقاً
movement-level-area = المنطقة
movement-level-area-short = خلايا وساعات كاملة تحويه
movement-level-whole = كامل
movement-level-whole-short = الطريق والأوقات والمركبات والاتصال
movement-area-only = تُبلَّغ بالخلايا والساعات التي تحويه ولا شيء غيرها.
movement-hours = في الطريق
movement-here = وفق خطته
movement-vehicles = المركبات (0: سيراً)
movement-on-foot = سيراً على الأقدام
movement-markings = العلامات كما تُرى
movement-way = الطريق (المواقع: { $n })
movement-between = إن تُرك فارغاً فبحسب طول الطريق.
movement-times-rise = يُبلغ كل موقع بعد الذي قبله.
movement-draw-first = ارسم الطريق أو اكتبه: بدايته ونهايته على الأقل.
movement-start = الانطلاق
movement-end = الوصول
movement-steps = ما قيل عنه
movement-expected = الوصول المتوقع
movement-told = أُبلغ به
movement-told-nobody = لا أحد
movement-waits = ينتظر شخصاً ثانياً:
movement-hint = لا يرى أحد شيئاً من التحرك إلا من تسميه هنا. لا أسماء ولا حمولة ولا غرض.
movement-release-hint = من كان عند «لا شيء» لا يعلم حتى بوجوده.
movement-notify = أرسل إشعاراً إلى من يُخبَر بها كاملةً؛ فالإشعار يذكر اسمكم
movement-depart = انطلق
movement-delay = تأخر
movement-arrive = وصل
movement-cancel = إلغاء التحرك
movement-about-depart = قل إنه انطلق. ومن حينها يبقى طريقه كما هو.
movement-about-delay = قل إنه متأخر ومتى يصل الآن.
movement-about-arrive = قل إنه وصل. وبذلك ينتهي.
movement-about-cancel = قل إنه لن يتم أو لن يمضي أبعد. وبذلك ينتهي.
legend-movement = تحرك
legend-notified = موقع مُبلَّغ عنه
found-movement = تحرك
needs-recheck = { $n ->
    [zero] مكان للمراجعة
    [one] مكان للمراجعة
    [two] مكانان للمراجعة
    [few] أماكن للمراجعة
    [many] مكاناً للمراجعة
   *[other] مكاناً للمراجعة
  }
rechecks = للمراجعة ({ $n })
recheck-contradicted = ما يبلّغ عنه طرف آخر يخالف موقعه. راجع إحداثياتك.
recheck-expired = انتهت مدته في { $at }. أما زال صحيحاً؟
recheck-ends = تنتهي مدته في { $at }. أما زال صحيحاً؟
compare-what-same = مكان واحد على الأرجح
compare-what-opposite = حالتان متعارضتان
compare-what-apart = أبعد من أن يكونا مكاناً واحداً
compare-what-swapped = هل تبدّل خط العرض والطول؟
compare-what-sign = هل الإشارة أو نصف الكرة خطأ؟
compare-what-truncated = هل قُطعت أرقام؟
compare-what-digit = هل رقم منها خطأ؟
compare-distance = بينهما { $far }
compare-likelihood = الأرجحية { $percent }
compare-sketch = الموقعان بدقتهما؛ طول الخط { $far }.
compare-said-same = قلت: المكان نفسه.
compare-said-other = قلت: ليس المكان نفسه.
compare-undo = قل العكس
compare-undo-hint = ما قلته يبقى في السجل. إذا سحبته اقتُرح الاثنان من جديد، وقول العكس يحل محله.
dismissed = ما استبعده طرفك
dismissed-hint = قال طرفك إن هذه ليست مكاناً واحداً. إذا سُحب القول اقتُرحت من جديد.
site-import-progress = عولجت { $taken } من { $of } صفوف
site-import-reading = تجري قراءة الملف.
site-import-faults = الصفوف المعيبة وحدها ({ $n })
site-import-download = حفظ قائمة العيوب (CSV)
site-import-shown = صفوف أخرى لا تُعرض هنا: { $n }.
import-cure = ما العمل
file-row = الصف { $n }
file-column = العمود { $n }
file-feature = العنصر { $n }
file-placemark = العلامة { $n }
file-ring = الحلقة { $n }
file-vertex = الرأس { $n }
file-comma = {"، "}
