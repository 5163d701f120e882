room = Совместный оперативный зал
informs-only = Зал информирует; он не командует и не гарантирует эшелонирования.
live = В эфире
not-live = Не в эфире
act-for = Вы действуете за
language = Язык
units = Единицы расстояния
units-nm = морские мили
units-km = километры
notation = Координаты пишутся как
notation-dms = градусы, минуты, секунды
notation-dm = градусы и десятичные минуты
notation-dd = десятичные градусы
notation-mgrs = сетка MGRS
notation-as = Например:
alerts = Извещение о безопасности, ждущее ответа,
alerts-sound = подаёт два тона
alerts-flash = мигает в заголовке страницы
alert-safety = { $n ->
    [one] извещение о безопасности
    [few] извещения о безопасности
    [many] извещений о безопасности
   *[other] извещения о безопасности
  }
settings-here = Хранятся только на этом устройстве. Вводить координаты можно всеми четырьмя способами, что бы ни было выбрано.
theme = День или ночь
theme-day = День
theme-night = Ночь
help = Справка
sign-out = Выйти
clock-off = Часы этого устройства расходятся с часами зала на { $seconds } с
room-unreached = Зал недоступен. Повторная попытка…

sign-in-invited = Вас пригласили. Выберите имя и парольную фразу, с которыми вы будете входить.
sign-in-known = Войдите со своим именем и парольной фразой.
sign-in-name = Имя
sign-in-passphrase = Парольная фраза
sign-in-show = Показать
sign-in-hide = Скрыть
sign-in-advice = Несколько слов, которые вместе поставили бы только вы. Никто в зале её не узнает.
sign-in-join = Войти в зал
sign-in-go = Войти
sign-in-have-name = У меня уже есть имя

needs = Ждёт вас
needs-nothing = Вас ничто не ждёт.
needs-here = запрос: скажите, что вы здесь
needs-handover = вахта ждёт приёма
needs-conflicts = { $n ->
    [one] ваш конфликт
    [few] ваших конфликта
    [many] ваших конфликтов
   *[other] вашего конфликта
  }
needs-off-plan = { $n ->
    [one] полёт вне плана рядом с вами
    [few] полёта вне плана рядом с вами
    [many] полётов вне плана рядом с вами
   *[other] полёта вне плана рядом с вами
  }
needs-proposals = { $n ->
    [one] предложение ждёт ответа
    [few] предложения ждут ответа
    [many] предложений ждут ответа
   *[other] предложения ждут ответа
  }
needs-notices = { $n ->
    [one] извещение ждёт ответа
    [few] извещения ждут ответа
    [many] извещений ждут ответа
   *[other] извещения ждут ответа
  }
needs-drills = { $n ->
    [one] УЧЕНИЕ ждёт ответа
    [few] УЧЕНИЯ ждут ответа
    [many] УЧЕНИЙ ждут ответа
   *[other] УЧЕНИЯ ждут ответа
  }
needs-calls = { $n ->
    [one] извещение никого не достигло: звоните
    [few] извещения никого не достигли: звоните
    [many] извещений никого не достигли: звоните
   *[other] извещения никого не достигли: звоните
  }
needs-alarms = { $n ->
    [one] тревога по извещению
    [few] тревоги по извещениям
    [many] тревог по извещениям
   *[other] тревоги по извещениям
  }
needs-releases = { $n ->
    [one] раскрытие истекает в течение 4 ч
    [few] раскрытия истекают в течение 4 ч
    [many] раскрытий истекают в течение 4 ч
   *[other] раскрытия истекают в течение 4 ч
  }
needs-freed = { $n ->
    [one] место освободилось
    [few] места освободились
    [many] мест освободилось
   *[other] места освободилось
  }
needs-votes = { $n ->
    [one] открытое голосование
    [few] открытых голосования
    [many] открытых голосований
   *[other] открытого голосования
  }
reserve = Зарезервировать объём
emergency = Аварийная ситуация
emergency-declare = Объявить аварийную ситуацию
emergency-about = Бронируется сразу, что бы ни было вокруг. Каждая сторона с рейсом поблизости узнаёт место и ваш контакт.
emergency-of = Воздушное судно
emergency-other = другое, без брони
emergency-reason = Аварийная ситуация

conflicts-mine = Ваши конфликты ({ $n })
conflicts-none = Ни один ваш полёт не конфликтует с тем, что вам показано.
conflicts-others = Между другими ({ $n })
conflict = Конфликт
check-paused = Слишком много запросов; список обновится через минуту.
overlap = Пересечение
in-minutes = через { $n } мин
happening-now = сейчас
occupied = занято
occupied-withheld = Занято – подробности скрыты
end-unknown = конец неизвестен
first-theirs = { $name } внесён первым ({ $theirs }; ваш { $mine }).
first-mine = { $name } внесён первым ({ $mine }; их { $theirs }).
first-withheld = Кто внесён первым, скрыто. Зал передаст ваше предложение.
zone-of = Зона объявлена: { $party }.
ask-to-move = Попросить { $name } изменить план
ask-owner = Попросить владельца изменить план
agreement-asked = Вы их спросили; ответ до { $until }.
agreement-to-answer = Вас спросили; ответьте до { $until }.
slice = Время и высота { $a } и { $b }

offer-delay = Начать в { $start }
offer-height = Перейти на { $band }
offer-both = Начать { $start } на { $band }
offer-aside = Сместить на { $far } по { $bearing }
now-booked = Сейчас
then-booked = Вместо этого
move-checked = Снова сравнено со всем, что вам показано: конфликтов нет.
move-or-propose = Или сначала предложите это другому владельцу; ничего не изменится до согласия:
change-now = Изменить мой полёт
propose-instead = Предложить

my-flights = Мои полёты ({ $n })
my-flights-none = У вас нет полётов.
state-accepted = резерв
state-activated = активен
state-nonconforming = вне плана
state-contingent = аварийный
state-overrunning = превысил время
state-occupied = занято
state-ended = завершён

parties = Стороны ({ $n })
you = вы
suspended = приостановлена
owner-withheld = владелец скрыт
withheld = скрыто
withheld-short = скрыто

agreements = Предложения ({ $n })
agreements-none = За последние сутки предложений нет.
agreement-accepted = принято
agreement-declined = отклонено
agreement-withdrawn = отозвано
agreement-countered = встречное
agreement-lapsed = истекло
agreement-awaiting = согласовано, ждём { $uss } до { $until }
record = Записать договорённость
record-about = Ваш рейс переносится сразу; их рейс ожидается, и здесь видно, перенесён ли он. Рейс ведётся вне этого зала, его ведёт
record-words = Как и с кем
record-until = Ожидание их рейса, мин
freed = Снова свободно ({ $n })
freed-attempt = Отклонённая бронь
freed-flight = Того, чему он уступил или из-за чего отклонён, больше нет. Свободно от этого:
freed-booking = Того, из-за чего она отклонена, больше нет. Свободно от этого:
freed-again = Забронировать сейчас
seen = Просмотрено
again = Спросить снова
notices = Извещения (ждут ответа: { $n })
notices-none = Извещений нет.
notice-of = { $kind }, от { $from }
notice-information = Сведения
notice-request = Просьба
notice-warning = Предупреждение
notice-safety = Безопасность
notice-drill = Учение
notice-exercise = УЧЕНИЕ УЧЕНИЕ УЧЕНИЕ
notice-from-room = Зал
notice-write = Написать извещение
notice-send = Отправить
notice-correct = Заменить другим
notice-take-back = Отозвать
notice-about-take-back = На него больше нельзя ответить; кто ответил, узнает.
notice-pass = Передано
notice-about = О
notice-late = ответ запаздывает
notice-is-corrected = исправлено
notice-is-cancelled = отозвано
notice-is-superseded = заменено
notice-replaced = Его место заняло другое извещение.
notice-answered = Ответили { $n } из { $all }:
notice-waiting = Ждём:
notice-owner-of = владелец
notice-how = Прежнее
notice-how-corrected = было неверным
notice-how-superseded = устарело
notice-to = Кому
notice-kind = Вид
notice-minutes = Ответ в течение, мин
notice-by-charter = по уставу
notice-text = Слова
notice-values = Значения для повторения
notice-value-add = Значение
notice-area = Район, о котором спрашивается
notice-area-shown = Показать район
figures = Показатели
figures-about = Как ваша сторона отвечала на полученные извещения; другим сторонам это не показывают. С
figures-received = Получено
figures-answered = Отвечено
figures-median = Половина за
figures-p95 = 19 из 20 за
figures-late = С опозданием
figures-not-reached = Никого не достигло
report = Отчёт
report-about = Что из этого было открыто вашей стороне, запись за записью, с местом в журнале: одна страница, которую можно хранить без сети.
incident-link = Сохранить отчёт
accounts = Объяснения ({ $n })
account-give = Что говорит ваша сторона
account-about = Читают те, кому было сказано, чей он. Стоит рядом со словами других и хранится год.
account-enter = Внести объяснение
notice-hint-information = Просит лишь подтвердить получение.
notice-hint-request = Спрашивает, сделают ли это. Просьба извещает, а не приказывает.
notice-hint-warning = Что-то не так или вот-вот будет; они говорят, что делают.
notice-hint-safety = Кто-то в опасности. Никогда не задерживается; высоты, время и координаты повторяются.
notice-hint-drill = Учение: говорит об этом в начале и в конце и просит подтвердить получение.
value-height = Высота
value-time = Время
value-position = Координаты
answer-received = Принято
answer-will_comply = Выполним
answer-cannot_comply = Не можем
answer-counter = Предложить иное
answer-stand_by = Ждите
answer-word-reason = Почему нет
answer-word-intention = Что сделаете вместо этого
answer-word-proposal = Что предлагаете
stand-by-once = Один раз на извещение: тем временем оно не идёт выше.
stand-by-for = На
read-back = Повторите сказанное так, как поняли. Зал сравнит.
alarm-read_back_wrong = Повторено иначе, чем сказано.
alarm-not_reached = Никто не ответил. Звоните.
alarm-link_locked = Ссылка группы заблокирована после неверных кодов. Звоните.
ladder = Лестница
ladder-next = Пойдёт выше в { $at }.
step-sent = отправлено
step-handed_over = передано системе
step-delivered = доставлено
step-read = прочитано
step-passed = передано дальше
step-answered = отвечено
step-stood_by = ждёт
step-read_back_wrong = повторено неверно
step-escalated = сообщено снова
step-not_reached = никого не достигло
step-link_locked = ссылка заблокирована после неверных кодов
step-link_revoked = ссылка отозвана
rung-watch = дежурному
rung-deputies = заместителям
rung-leads = старшим
rung-everyone = всем дежурным
rung-exhausted = сообщено всем
means-page = через страницу
means-voice = голосом
means-field_link = по полевой ссылке
means-webhook = через вебхук
confirmed-yes = подтвердили
confirmed-no = не подтвердили
confirmed-unknown = неизвестно, подтвердили ли
pass-to = Какому подразделению или экипажу
pass-by = Как
pass-confirmed = Они
calls = Звонки ({ $n })
call-write = Записать звонок
call-about = Только для вашей стороны.
call-caller = Кто звонил
call-called = Кому звонили
call-time = Когда
call-notice = Об извещении
call-answered = ответили
call-read-back = повторено
call-missed = никто не ответил
call-said = Что было сказано
talk = Поговорить
talk-none = Извещений об этом пока нет.
talk-to-owner = Идёт дежурной смене стороны, которой принадлежит рейс.
talk-sealed = Идёт дежурной смене владельца. Вам не говорят, кто это; им говорят, кто спрашивает.
phrase = Стандартная фраза
phrase-none = нет: только слова
phrase-others = На других языках
phrase-spoken = По радио
phrase-read-back = Повторить:
phrase-value-time = Время
phrase-value-height = Высота
phrase-value-position = Координаты
phrase-value-callsign = Позывной
phrase-value-flight = Рейс
phrase-value-party = Сторона
phrase-value-area = Район
phrase-value-frequency = Частота, МГц
phrase-value-squawk = Код SSR
phrase-value-qnh = QNH, гПа
phrase-value-visibility = Видимость, м
phrase-value-distance = Расстояние
phrase-value-duration = Длительность, мин
phrase-value-bearing = Пеленг, °T
phrase-value-number = Число
phrase-value-text = Текст
watch = Ваша вахта
watch-holder = На вахте
watch-deputy = Заместитель
watch-nobody = На вахте никого
watch-on = на вахте
watch-nobody-since = никого на вахте с { $at }
watch-proven = Последний раз работало: { $ways }
watch-take = Принять вахту
watch-second = Стать заместителем
watch-here = Я здесь
watch-leave = Уйти
watch-prompt = Вы здесь? Ответьте до { $at }
watch-asked = спрошен, здесь ли, до { $at }
watch-gone = не отвечает
notes = Записи вахты ({ $n })
note-new = Запись для следующей вахты; другим сторонам о ней не говорят
note-keep = Сохранить запись
note-drop = Вычеркнуть
note-erase = Стереть
handover = Передача вахты
handover-begin = Передать
handover-ask = Принять у него
handover-sheet = Открыть лист
handover-about = Всё открытое, как это видит ваша сторона. Принимающий отмечает каждый пункт; пока не отмечены все, вахта остаётся где была.
handover-to = { $by } передаёт вахту: { $to }.
handover-open = { $by } передаёт вахту тому, кто придёт.
handover-empty = Ничего не открыто.
handover-missing = { $n ->
    [one] { $n } пункт не отмечен.
    [few] { $n } пункта не отмечены.
    [many] { $n } пунктов не отмечены.
   *[other] { $n } пункта не отмечены.
  }
handover-who = Кому
handover-anybody = кто придёт
handover-accept = Принять вахту
handover-withdraw = Оставить как было
handover-drawing = Лист составляется…
sheets = Листы
sheets-none = Вахту ещё не передавали по листу.
sheet-conflict = Конфликт
sheet-notice = Извещение
sheet-agreement = Предложение
sheet-proposal = Голосование
sheet-flight = Рейс
sheet-zone = Зона
sheet-release = Раскрытие
sheet-pressure = Атмосфера
sheet-fault = Не извещён
sheet-nobody = Без вахты
sheet-note = Запись
sheet-received = ждёт ответа
sheet-sent = отправлено, без ответа
sheet-asked = спрошено
sheet-awaiting = ожидается
sheet-begins = начинается
sheet-ends = кончается
sheet-to-answer = ждёт ответа
drills = Учения
drills-on = Раз за вахту зал проверяет, ответит ли кто-нибудь.
drills-off = Устав не предусматривает учений.
drill-open = идёт
drill-answered = отвечено
drill-by-deputy = ответил заместитель
drill-missed = пропущено
answer-by = ответ до { $until }
to = Кому
accept = Принять
decline = Отклонить
withdraw = Отозвать
counter = Предложить иначе
propose = Предложить изменение
propose-to = Владельцу другого полёта:
propose-hint = Каждый вариант – один выход. Другая сторона выберет один или ни одного. Ничего не изменится до согласия.
option = Вариант { $n }
add-option = Ещё вариант
remove = Убрать
who-moves = Кто меняет
later-minutes = Позже, мин
higher-feet = Выше, ft
words-optional = Слова (необязательно)
answer-within = Ответ в течение, мин
your-flight = ваш полёт
their-flight = их полёт
shift-up = { $name } выше на { $feet }
shift-down = { $name } ниже на { $feet }
shift-later = { $name } позже на { $minutes } мин
shift-earlier = { $name } раньше на { $minutes } мин

votes = Голосования ({ $n })
matter-admit = Принять
matter-suspend = Приостановить
matter-reinstate = Восстановить
matter-expel = Исключить
matter-amend = Изменить устав
vote-state = Предложено { $by }: { $yes } за, { $no } против, нужно { $needed }; до { $until }.
vote-yes = За
vote-no = Против
charter = Устав
charter-agreed = О чём договорились участники
members = Участники
party-member = участник
party-suspended = приостановлена
party-proposed = предложена
party-left = вышла
party-since = с { $since }
party-code = Код, от 2 до 8 букв или цифр
party-name-in = Название ({ $language })
party-voice = Голосовые номера, по одному в строке
first-lead = Пригласить первого руководителя
first-lead-link = Действует один раз, до { $until }. Передайте сами.
first-lead-hint = Сторону без руководителя впускает руководитель любого участника; журнал называет, кто это сделал.
votes-none = На голосование ничего не вынесено.
vote-until = Голосование до
admit-propose = Предложить принять сторону
amend-propose = Предложить изменить устав
motion-propose = Вынести на голосование
about-admit = Участники голосуют о приёме стороны. После приёма приглашают её первого руководителя.
about-suspend = Приостановленная сторона ничего не резервирует и видит не более занятых мест; то, что в воздухе, остаётся в безопасности.
about-reinstate = Сторона снова участник со всеми правами.
about-expel = Никто больше не действует за сторону; то, что в воздухе, остаётся до завершения.
about-amend = Измените, что нужно. Участники голосуют о целом и видят каждое правило, как есть и как будет.
rule = Правило
rule-now = Как есть
rule-then = Как будет
rule-changes = Что меняется ({ $n })
rules-decide = Как принимают решения
rules-show = Что показывают
rules-apart = Интервалы между полётами
rules-book = Резервирование
rules-air = Воздух, если его никто не указал
rules-name = Название и адрес
rules-other = Другие правила
rule-of-admit = Принять сторону
rule-of-suspend = Приостановить сторону
rule-of-reinstate = Восстановить сторону
rule-of-expel = Исключить сторону
rule-of-amend = Изменить устав
rule-of-default_manned = Пилотируемые полёты видны всем на уровне
rule-of-default_unmanned = Беспилотные полёты видны всем на уровне
rule-of-default_zone = Зоны видны всем на уровне
rule-of-second_person = Большее раскрытие подтверждает второе лицо
rule-of-floor_km = Порог безопасности: о полёте вне плана сообщают в пределах
rule-of-attempts_min = Отклонённая заявка учитывается
rule-of-ration_km2h = Объём воздуха, о котором сторона может спросить за час
rule-of-manned = Между двумя пилотируемыми
rule-of-mixed = Между пилотируемым и беспилотным
rule-of-unmanned = Между двумя беспилотными
rule-of-conflict_rule = Заявка с конфликтом
rule-of-ahead_manned = Срок для пилотируемых
rule-of-ahead_unmanned = Срок для беспилотных
rule-of-ahead_zone_h = Срок для зон
rule-of-ahead_convoy_h = Срок для колонн
rule-of-ahead_team_h = Срок для групп
rule-of-area_max_km2 = Наибольшая площадь
rule-of-duration_max_h = Самый долгий полёт
rule-of-horizon_days = Заявка вперёд не более
rule-of-overrun_min = Просроченный полёт продлевают на
rule-of-close_after_min = Другие могут закрыть его через
rule-of-plan_min = План следующего дня публикуется
rule-of-qnh_hpa = Давление на уровне моря
rule-of-isa_k = Отклонение от стандартной температуры
rule-of-name = Название зала
rule-of-uss = Имя у входа стандарта (USS)
rule-of-base_url = Адрес для других служб
conflict-rule-warn = допускается, если конфликт назван
conflict-rule-refuse = отклоняется
rule-share = более { $share } голосующих
rule-share-all = все голосующие
rule-share-count = { $n ->
    [one] { $n } голос
    [few] { $n } голоса
    [many] { $n } голосов
   *[other] { $n } голоса
  }
share-count = число голосов
rule-apart = { $lateral } в плане, { $vertical } по высоте, { $minutes }
rule-apart-none = только без пересечения
apart-lateral = В плане
apart-vertical = По высоте
apart-time = По времени
rule-between = от { $least } до { $most }
least = Не менее
most = Не более
rule-ahead-none = нет
rule-clock = накануне в { $clock }

show-on-map = На карте
close = Закрыть
cancel = Отмена
yes = да
no = нет
manned = С экипажем
owner = Владелец
callsign = Позывной
aircraft-type = Тип (ИКАО)
frequencies = Частоты
ssr = Код SSR
icao24 = Адрес ИКАО
remarks = Примечания
reason = Причина
lost-link = При потере связи
contact = Контакт
contact-watch = Контакт дежурного
entered = Внесён
level = Вам видно
from-to = С – до
floor = Низ
ceiling = Верх
off-nominal = вне нормы
middle = Центр
authority = Власть
conditions = Условия
corridor-width = Ширина
next-hours = Ближайшие часы
disputed = Оспаривается
disputed-by = { $n ->
    [one] { $n } другой зоной, которая говорит иное о том же воздухе
    [few] { $n } другими зонами, которые говорят иное о том же воздухе
    [many] { $n } другими зонами, которые говорят иное о том же воздухе
   *[other] { $n } другими зонами, которые говорят иное о том же воздухе
  }
zone-in-force = действует
zone-life-requested = запрошена
zone-life-planned = намечена
zone-life-active = активна
zone-life-released = освобождена
zone-closed = Закрыта
zone-danger = Опасная
zone-restricted = Ограниченная
zone-reserved = Резерв
zone-corridor = Коридор
zone-weather = Погода
zone-gnss_interference = Помехи GNSS
zone-constraint = Ограничение
precedence = Очерёдность
precedence-routine = обычный
precedence-relief = помощь
precedence-medevac = медэвакуация
precedence-search_and_rescue = поиск и спасание
precedence-emergency = авария

do-activate = Активировать
do-off-plan = Вне плана
do-contingent = Авария
do-back-on-plan = Снова по плану
do-end = Завершить
do-where = Указать, где оно может быть
do-close = Закрыть этот рейс
about-activate = Воздушное судно летит или вот-вот взлетит. Все, кто видит полёт, видят его активным.
about-off-plan = Судно вне своего объёма или времени и вернётся. Каждой стороне с полётом рядом сообщат, с вашим контактом.
about-contingent = Судно не может вернуться к плану: авария. Каждой стороне с полётом рядом сообщат, с вашим контактом. Далее полёт можно только завершить.
about-back-on-plan = Судно снова в своём объёме и времени.
about-end = Полёт сел или не состоялся. Воздух свободен сразу; вернуть нельзя.
about-where = Где воздушное судно может быть сейчас. Узнаёт каждая сторона с рейсом поблизости.
about-close = Время рейса истекло, а владелец его не завершил. Закрытие освобождает воздух; ваше имя и причина попадают в журнал.
close-call = Сначала позвоните его дежурной смене: она может завершить его сейчас:
close-from = Старший другой стороны может закрыть его с { $at }.
off-planned = Он может быть там, где был запланирован, если вы не нарисуете другой район.
off-keeps = Он может быть там, где указано в последний раз, если вы не нарисуете другой район.
due = Должен был закончиться
goes-in-log = Это войдёт в журнал.
meets = { $n ->
    [one] Это встречает { $n }:
    [few] Это встречает { $n }:
    [many] Это встречает { $n }:
   *[other] Это встречает { $n }:
  }
all-the-same = { $what } всё равно

map = Карта
map-table = Карта таблицей
map-back = Назад к карте
measure = Измерить
measure-hint = Щёлкайте места на карте или двигайте её стрелками и нажимайте Enter для её середины.
measure-all = Всего
measure-middle = Взять середину карты
import = Загрузка
import-drop = Отпустите файл: сначала он проверяется, ничего не вносится.
import-about = Файл рейсов или зон сначала проверяется: ничего не вносится, пока вы не скажете.
import-file = Файл
import-big = Файл больше 4 МБ. Разделите его на части.
import-what = В нём
import-flights = рейсы
import-zones = зоны
import-form = Формат
import-defaults = Что действует, где файл этого не говорит
import-as-said = как сказано в файле
import-look = Проверить
import-looking = Файл проверяется…
import-taking = Вносится… готово: { $n }.
import-take = Внести { $n }
import-with-met = { $n ->
    [one] Также { $n }, который пересекается с другими, назвав их, как показано
    [few] Также { $n }, которые пересекаются с другими, назвав их, как показано
    [many] Также { $n }, которые пересекаются с другими, назвав их, как показано
   *[other] Также { $n }, которые пересекаются с другими, назвав их, как показано
  }
import-found = Верно: { $good }. С ошибками: { $faulty }.
import-done = Внесено: { $done }. Нет: { $refused }.
import-not-compared = Слишком много пересечений: рейсы файла между собой не сравнивались.
import-ignored = Имена, которых никто не читает:
import-place = Место в файле
import-outcome = Итог
import-item = пункт { $n }
import-is-good = верно
import-is-faulty = с ошибкой
import-is-done = внесено
import-is-refused = отклонено
table-caption = Полёты и зоны: { $n }; показано: { $shown }
item = Объект
party = Сторона
state = Состояние
band = Высота
altitude-band = Полосы высот
legend = Обозначения
legend-accepted = Резерв
legend-activated = Активен
legend-nonconforming = Вне плана
legend-contingent = Авария
legend-zone = Зона
legend-conflict = Конфликт
legend-occupied = Занято, подробности скрыты
vertical = по вертикали
banner-offline = НЕ В ЭФИРЕ с { $since } – последняя картина; изменить ничего нельзя.
banner-preview = ВИД БУДУЩЕГО { $at } ({ $minutes }) – по плану, не в эфире
banner-replay = ПОВТОР { $at } – не в эфире, изменить в нём ничего нельзя
live-beside-past = В эфире, хотя карта показывает прошлое
replay-coming = Чтение…
replay-no-conflicts = Конфликты сообщаются только для зала в эфире.

time = Время
time-back = на 15 минут назад
time-ahead = на 15 минут вперёд
time-slider = Показанный момент
time-go = Перейти…
time-go-hint = Прошлое показано так, как ваша сторона его получила тогда, будущее – по нынешнему плану.
moment = Момент
play = Проигрывание вперёд
play-at = Проигрывать в { $rate } раз быстрее
time-more = ещё { $n } в таблице
time-keys = ← → 5 мин · Shift 1 ч · Home = эфир
all-utc = Всё время UTC
log = Журнал
log-entries = { $n ->
    [one] запись
    [few] записи
    [many] записей
   *[other] записи
  }
log-head = голова
log-cosigned = подтвердили { $n } из { $all } сторон
log-proof = Подписанная голова
log-key = Ключ
deliveries = Доставка
deliveries-about = Подписчики вне зала, которых он извещает об изменениях ваших рейсов и зон.
deliveries-none = Никого вне зала не нужно извещать о ваших рейсах и зонах.
deliveries-to = Кому
deliveries-changed = Изменено
deliveries-tried = Последняя попытка
delivery-waiting = ждёт
delivery-delivered = доставлено
delivery-failed = не удалось
table-some = { $n }; показано { $shown }
ledger = Учёт уступок с
ledger-short = Учёт
ledger-about = Кто уступил по договорённости, сколько раз и насколько. Читают только эти две стороны; ведётся, пока обе этого хотят.
ledger-both = Обе хотят: учёт ведётся.
ledger-you = Вы хотите, они пока нет.
ledger-them = Они хотят, вы пока нет.
ledger-none = Никто не хочет: ничего не добавляется.
ledger-since = с
ledger-keep = Хотим вести учёт
ledger-stop = Больше не хотим
ledger-gave = Уступили
ledger-times = Раз
ledger-minutes = Минуты
ledger-feet = Футы
tabs = Панели
tab-left = Конфликты
tab-map = Карта
tab-right = Стороны

keys-on = Одиночные клавиши действуют
key-conflict = Следующий конфликт
key-answer = Ответить на извещение в фокусе
key-live = Назад в эфир
key-escape = Снять выбор
search = Поиск
search-hint = Позывной, номер, сторона, зона, место или координаты
search-found = { $n ->
    [one] { $n } найден; стрелки выбирают, Enter ведёт
    [few] { $n } найдено; стрелки выбирают, Enter ведёт
    [many] { $n } найдено; стрелки выбирают, Enter ведёт
   *[other] { $n } найдено; стрелки выбирают, Enter ведёт
  }
found-flight = полёт
found-zone = зона
found-party = сторона
found-place = место
found-city = город
found-position = координаты
help-conflict = Конфликт – действительное пересечение в плане, по высоте и времени с учётом интервалов устава. Кто внесён первым – факт, не приоритет.
help-release = Вы видите то, что вам раскрыли. Занятое место содержит настоящее; планировать с ним безопасно.

from = С
until = До
reference = Высоты в
outline = Контур
outline-polygon = Область
outline-circle = Круг
outline-corridor = Коридор
outline-hint-polygon = Щёлкните углы на карте или введите координаты.
outline-hint-circle = Щёлкните центр на карте или введите координаты.
outline-hint-corridor = Щёлкайте вдоль линии или введите координаты.
radius = Радиус
width = Ширина
positions = Координаты (DDMMSS, DDMM.mm, градусы или MGRS)
wipe = Стереть
times-utc = Всё время UTC.
draw-first = Нарисуйте место; тогда узнаете, что оно встречает.
checking = Сравнение…
meets-nothing = Не встречает ничего показанного вам.
taken = Будет внесено на
book = Внести
plan = План дня
plan-updates = Обновления
plan-published = опубликован { $at }
plan-draft = черновик, публикация { $at }
plan-for = Только для { $party }, как она видит день; составлен { $at }. Зал сообщает, но не приказывает.
plan-empty = Этого дня ничто не касается.
day-before = Предыдущий день
day-after = Следующий день
print = Печать
changes = Что изменилось с прошлого раза
changes-since = С { $at }, из всего, что показано вашей стороне:
changes-from-now = Отныне изменения хранятся для вас.
changes-looked = Просмотрено
changes-none = Ничего не изменилось.
changes-added = Добавлено ({ $n })
changes-changed = Изменено ({ $n })
changes-gone = Исчезло ({ $n })
what-release = что вам показано
what-times = время
what-limits = высоты
what-outline = контур
what-state = состояние
what-class = очерёдность
what-details = подробности
places = Именованные места ({ $n })
place-take = Взять контуром
place-area = район
place-route = маршрут
place-gate = ворота
place-point = точка
place-name = Сохранить контур под именем
place-for-all = для всех участников
place-keep = Сохранить
place-drop = Убрать из библиотеки
repeat = Повторять в другие дни
repeat-until = Последний начнётся до
repeat-first = Сначала укажите место, время и контакт.
repeat-check = Что встретит каждый день?
repeat-book = { $n ->
    [one] Зарезервировать { $n } день
    [few] Зарезервировать { $n } дня
    [many] Зарезервировать { $n } дней
   *[other] Зарезервировать { $n } дня
  }
repeat-named = с названными конфликтами: { $n }
repeat-free = свободно
repeat-meets = встречает других
repeat-booked = зарезервировано
repeat-refused = отклонено
repeat-series = Серия
repeat-end = Завершить всю серию
repeat-ended = Завершено: { $n }. Осталось: { $left }.

who-sees-what = Кто что видит
release-hint = Каждый уровень включает предыдущие.
release-unseen = Увиденное не отнять: снижение уровня ничего не возвращает.
release-second = Второе лицо вашей стороны подтверждает большее раскрытие (правило зала).
release-log = Раскрыть и внести
releases-wait = Раскрытия на подтверждение ({ $n })
release-by-you = Вы это запросили; подтверждает другое лицо вашей стороны.
release-confirm = Подтвердить
level-conflict = Конфликт
level-conflict-short = только там, где встречает их полёт
level-existence = Наличие
level-existence-short = занятые ячейки, без владельца
level-reservation = Резерв
level-reservation-short = точные объёмы, владелец, состояние
level-identity = Личность
level-identity-short = позывной, тип, контакт
until-open = пока не изменю
until-end = до планового конца
from-now = сейчас
from-start = его планового начала
from-at = времени
until-at = времени
onward = Могут передать
onward-party = только внутри своей стороны
onward-units = подразделениям, работающим с ними
onward-anyone = кому угодно
grant-of = Раскрытие для { $party }
grant-none = Для { $party } у полёта нет своего правила: решают настройки и устав.
grant-set = Задать для этого полёта
grant-remove = Оставить настройкам и уставу
why-sees = Почему это видит { $party }?
why-change = Уровень, выбранный здесь, действует только для этого полёта и важнее настроек и устава.
why-withheld = Почему что-то скрыто?
why-withheld-conflict = Владелец сообщает вам о нём только там, где он встречает ваш полёт. Раскрыть больше может лишь он; спросите предложением.
why-withheld-existence = Владелец, его настройка или устав показывают вам, что место занято, и не более. Планировать вокруг безопасно.
why-withheld-reservation = Вам показано, где он летит и чей он. Позывной, тип и контакт раскрывает только владелец.
settings = Настройки
presets = Настройки раскрытия
presets-hint = Что раскрывает ваша сторона, если полёт или зона сами не говорят. Строка стороны важнее строки для всех.
presets-lead = Изменить может руководитель вашей стороны.
preset-manned = Пилотируемые
preset-unmanned = Беспилотные
preset-zone = Зоны
preset-all = Все остальные
preset-as-all = как для всех
preset-charter = по уставу: { $level }
preset-at-most = не более: { $level }
preset-reciprocal = не больше, чем они нам
this-device = Это устройство
webhook = Своя система
webhook-about = Каждое извещение вашей стороне и его отзыв отправляются на этот адрес с подписью. Ответ 2xx — это ступень «передано».
webhook-none = Ничего не отправляется.
webhook-url = Адрес
webhook-other = Другой адрес
webhook-by = Указал
webhook-failed = неудач: { $n }
webhook-well = успешно
webhook-untried = ещё нет
webhook-waiting = В очереди
webhook-end = Больше не отправлять
webhook-once = Сохраните секрет сейчас: он показан только этот раз.
webhook-secret = Секрет подписей
webhook-kept = Не в журнале; у нового адреса новый секрет.
webhook-state = Отправлять извещения туда
will-see = Что увидит { $party }
area = Место
exact = точно
snapped = занятые ячейки, содержащие его
snapped-if-met = ничего, если не встречает их полёт
widened = расширено наружу
gone = Этого полёта больше нет.
now-level = Сейчас: { $level }
rule-item = задано для полёта
rule-preset = по вашей настройке
rule-charter = по уставу
rule-own = ваш
rule-dss = ведётся в другом месте
rule-reciprocal = что они раскрывают вам
rule-outside = не член
rule-suspended = приостановлена
rule-safety-floor = порог безопасности: вне плана рядом с ними

zones = Зоны ({ $n })
zones-none = Вам не показано ни одной зоны.
sites = Места ({ $n })
sites-none = Вам не показано ни одного места.
sites-more = ещё { $n }; их находит поиск
sites-fold = Свернуть
sites-unfold = Развернуть
sites-waiting = Места: на подтверждение ({ $n })
site-kind = Вид места
site-all-kinds = Все виды
site-on-map = на карте
site-hospital = Больница
site-clinic = Клиника или пост скорой помощи
site-school = Школа
site-shelter = Убежище
site-camp = Лагерь
site-culture = Место культа или культуры
site-water = Водоснабжение
site-power = Электроснабжение
site-dangerous_works = Плотина или иное опасное сооружение
site-relief_store = Склад помощи
site-relief_office = Офис помощи
site-detention = Место содержания под стражей
site-cemetery = Кладбище
site-aerodrome = Аэродром
site-landing_site = Посадочная площадка
site-obstacle = Препятствие
site-hazard = Опасность
site-closed_road = Закрытая дорога
site-other_civil = Иное гражданское место
site-notified = заявленное место
site-withdrawn = отозвано
site-expired = не продлено
site-position = Положение
site-area-only = вам показан только район
site-confirmations = Сообщили
site-confirmed = { $n ->
    [one] { $n } сторона
    [few] { $n } стороны
    [many] { $n } сторон
   *[other] { $n } стороны
  }
site-buffer = Буфер вокруг
site-reporter-withheld = кто сообщил – скрыто
site-level-ask = Вопрос
site-level-ask-short = да или нет, и как далеко
site-level-area = Район
site-level-area-short = вид и содержащие его ячейки
site-level-place = Место
site-level-place-short = точное место, имя, подробности
site-level-reports = Сообщения
site-level-reports-short = кто, когда и какими словами
site-rule-own = ваше
site-rule-item = задано для этого сообщения
site-rule-preset = по вашей настройке
site-rule-default = по умолчанию
site-rule-suspended = приостановлена
site-until = До (пусто: пока не изменю)
grant-none-report = Для { $party } у сообщения нет своего правила: решают настройки.
grant-set-report = Задать для этого сообщения
site-presets = Настройки раскрытия мест
site-presets-hint = Что раскрывают ваши сообщения, если сами молчат. Важнее ближайшая строка: для стороны и вида прежде строки для одного из них.
site-presets-none = Настроек нет: на вопрос отвечают да или нет, и не более.
site-preset-add = Ещё строка
site-ask = Есть ли рядом место?
site-ask-hint = Ответ – да или нет и полоса расстояния. Он входит в вашу часовую норму, и те, к чьим местам вы приблизились, видят вопрос.
site-ask-of = Рядом с чем
site-ask-drawn = что я начерчу
site-within = В пределах
site-ask-go = Спросить
site-near = Да, не далее { $far }.
site-not-near = В пределах { $far } нет ничего, о чём вам можно знать.
site-asked = Спрашивала ваша сторона ({ $n })
site-asked-mine = Спрашивали рядом с вашими местами ({ $n })
site-compare = Сравнить
compare-hint = Сообщения, вероятно, об одном месте или противоречащие друг другу. Решает человек; само ничто не объединяется.
compare-none = В показанном вам сравнивать нечего.
compare-more = Ещё
tie-same = Одно место
tie-other = Не одно и то же
tie-take-back = Взять назад
tie-one = Одно место
tie-two = Два места
tie-says-same = говорит: то же
tie-says-other = говорит: не то же
ties = То же или нет ({ $n })
reports = Сообщения ({ $n })
report-make = Сообщить о месте
report-same = Сообщить о том же месте
report-correct = Исправить сообщение
report-renew = Продлить
report-withdraw = Отозвать сообщение
report-erase = Стереть слова
about-renew = Вы говорите, что оно ещё верно, на 30 дней.
about-withdraw = Оно видно как отозванное 90 дней; в праве это ничего не меняет.
about-erase = Имена, примечания и ссылки всех версий уничтожаются навсегда. Где оно, остаётся до отзыва.
report-where = Где (любая запись)
report-where-hint = Вставьте координаты или щёлкните на карте.
report-accuracy = Точность
report-source = Откуда видели
report-observed = Когда видели
report-condition = Действует
report-holds = Верно до
report-disputes = Оспаривает
report-links = Документы
report-name = Название места
report-notified-hint = С буфером: кто планирует через него и видит место, получает сведения. Пусто: не заявлено.
report-buffer-height = Его высота
report-more = Ещё: имена, сроки, примечания, ссылки
report-life = Дней до продления
report-valid-from = Место есть с
report-valid-until = Место есть до
report-link-title = Документ: название
report-link = Документ: адрес
report-blind = Сообщить мне о проверке, если другое такое сообщение противоречит
source-ground = земли
source-air = воздуха
source-satellite = спутника
source-document = документа
source-other = иного источника
condition-unknown = неизвестно
condition-in_use = действует
condition-not_in_use = не действует
dispute-position = положение
dispute-existence = существование
dispute-name = название
landing = Посадка
landing-size = Размер
landing-length = Длина
landing-width = Ширина
landing-surface = Покрытие
landing-slope = Наибольший уклон
landing-elevation = Превышение
landing-approaches = Заходы, °T
landing-departures = Вылеты, °T
landing-lit = Освещено
landing-fuel = Топливо
landing-obstacles = Препятствия рядом
landing-checked = Проверено
landing-checked-by = Кем проверено (организация)
surface-paved = твёрдое
surface-gravel = гравий
surface-earth = грунт
surface-grass = трава
surface-sand = песок
surface-snow = снег
surface-deck = палуба
surface-other = иное
fuel-avgas = авиабензин
fuel-jet = авиакеросин
fuel-mogas = автобензин
shape-mast = мачта
shape-wire = провод
shape-crane = кран
shape-building = здание
shape-other = иное
obstacle-shape = Что это
obstacle-height = Высота
obstacle-top = Верх
obstacle-far = Другой конец провода
site-import = Сообщения из файла
site-import-about = CSV, GeoJSON или KML с местами сначала просматривают: без вашего слова ничего не вносят.
site-import-counts = Новых: { $new }. Исправлено: { $corrected }. Без изменений: { $unchanged }. Возможно, уже есть: { $join }.
site-import-new = новое
site-import-corrected = исправлено
site-import-unchanged = без изменений
site-import-near = возможно, уже есть ({ $n })
site-export = Выгрузить
site-export-hint = Всё, что раскрыто вашей стороне, с её пометкой. Второе лицо подтверждает; затем час на получение.
site-export-ask = Запросить
site-export-lead = Запросить может руководитель вашей стороны.
site-export-open = Можно получить до { $until }:
site-waits-release = Раскрытие сообщения
site-waits-presets = Настройки мест
site-waits-export = Выгрузка мест
zone-announce = Объявить зону
zone-change = Изменить
zone-kind = Вид
zone-name = Название
zone-level = Другие видят
zone-level-charter = как сказано в уставе
zone-hours = Часы недели
zone-hours-always = Всё время от начала до конца.
zone-hours-add = Добавить часы
zone-keeps-outline = Контур остаётся прежним, пока вы не начертите другой.
zone-keeps-volumes = Объёмы, пределы и часы остаются прежними, пока вы не начертите другой контур.
draw-first-zone = Начертите место или введите координаты.
zone-do-announce = Объявить
zone-do-activate = Ввести в действие
zone-do-stand-down = Вернуть в намеченные
zone-do-release = Освободить досрочно
zone-do-end = Завершить зону
zone-about-announce = Все участники увидят её намеченной.
zone-about-activate = Вы вводите её в действие в её часы: она закрывает воздух для других, и ваше имя войдёт в журнал.
zone-about-stand-down = Она больше не действует, но остаётся объявленной.
zone-about-release = Воздух свободен сразу. Освобождённую зону не вернуть: объявите новую.
zone-about-end = Она будет убрана для всех; вернуть нельзя.
air = Атмосфера ({ $n })
air-state = Объявить состояние
air-again = Объявить заново
air-end = Отозвать
air-about = Объявленное действует для всех сторон: пределы, читаемые по высотомеру, и эшелоны рядом с ними следуют ему сразу.
air-about-end = Там снова действуют широкие границы устава, для всех сторон. Тогда могут пересечься рейсы, которые не пересекались.
air-elsewhere = В остальных местах:
air-everywhere = Ничего не объявлено. Везде:
air-stated = { $n ->
    [one] Готово. С тех пор у вас { $n } новый конфликт.
    [few] Готово. С тех пор у вас { $n } новых конфликта.
    [many] Готово. С тех пор у вас { $n } новых конфликтов.
   *[other] Готово. С тех пор у вас { $n } нового конфликта.
  }
air-not-all = Не всё удалось сравнить вовремя; посмотрите свои конфликты ещё раз.
air-new = { $n ->
    [one] { $n } новый после изменения атмосферы:
    [few] { $n } новых после изменения атмосферы:
    [many] { $n } новых после изменения атмосферы:
   *[other] { $n } нового после изменения атмосферы:
  }
air-new-tag = новый после изменения атмосферы, { $at }
air-now = действует
air-later = позже
air-over = прошло
air-following = полосы пересчитываются
air-id = Имя, как указатель ICAO
air-name = Место
air-qnh = QNH
air-within = В пределах, ±
air-warm-by = Тепло указано как
air-isa = Отклонение от ISA
air-temperature = Температура
air-at = На
air-ta = Высота перехода
air-tl = Эшелон перехода
air-ta-tl = Переход
air-source = Источник
air-observed = Наблюдалось
ground = Земля внизу
ground-lowest = Низшая, м над морем
ground-highest = Высшая, м над морем
ground-hint = Если пусто, зал возьмёт из своего файла высот, если он есть.

link = Полевая ссылка
link-about = Группа без учётной записи открывает это извещение на телефоне и отвечает. Отправьте ссылку любым мессенджером; код назовите голосом и никогда не вместе с ней.
link-unit = Какой группе
link-contact = Как с ней связаться
link-make = Создать ссылку
link-code = Код, только голосом:
link-once = Ссылка и код показываются только сейчас.
link-address = Адрес ссылки
link-until = Открывается до { $until }.
links = Ссылки этого извещения
link-is-open = действует
link-is-expired = истекла
link-is-revoked = отозвана
link-is-locked = закрыта после неверных кодов
link-opened = открыта
link-not-opened = ещё не открывали
link-revoke = Отозвать
link-qr = Адрес ссылки для чтения телефоном

movements = Передвижения ({ $n })
movements-none = О передвижениях по земле вам не сообщено.
movement-convoy = Колонна
movement-team = Группа
movement-kind = Что движется
movement-announce = Объявить передвижение
movement-change = Изменить передвижение
movement-is-planned = запланировано
movement-is-departed = вышло
movement-is-delayed = задержано
movement-is-arrived = прибыло
movement-is-cancelled = отменено
movement-late = объявлено поздно
movement-late-hint = Устав требует { $hours } ч. Объявление принимается и помечается для всех, кто его видит.
movement-level-none = Ничего
movement-level-none-short = не сообщается вовсе
movement-level-area = Район
movement-level-area-short = ячейки и целые часы, которые его содержат
movement-level-whole = Полностью
movement-level-whole-short = путь, время, машины, контакт
movement-area-only = Вам сообщены только ячейки и часы, которые его содержат.
movement-hours = В пути
movement-here = По плану
movement-vehicles = Машины (0: пешком)
movement-on-foot = пешком
movement-markings = Видимые обозначения
movement-way = Путь (точек: { $n })
movement-between = Пусто: пропорционально пути.
movement-times-rise = Каждая точка достигается позже предыдущей.
movement-draw-first = Нарисуйте или введите путь: хотя бы начало и конец.
movement-start = Выход
movement-end = Прибытие
movement-steps = Что о нём сообщено
movement-expected = ожидается
movement-told = Сообщено
movement-told-nobody = никому
movement-waits = Ждёт второго лица:
movement-hint = Кого вы здесь не назовёте, тот о передвижении ничего не увидит. Ни имён, ни груза, ни цели.
movement-release-hint = Кому указано «Ничего», тот не узнает даже о его существовании.
movement-notify = Послать извещение тем, кому сообщено полностью: оно называет вас
movement-depart = Вышло
movement-delay = Задержка
movement-arrive = Прибыло
movement-cancel = Отменить передвижение
movement-about-depart = Сообщите, что оно вышло. С этого времени путь не меняется.
movement-about-delay = Сообщите, что оно опаздывает и когда теперь прибудет.
movement-about-arrive = Сообщите, что оно прибыло. На этом оно завершено.
movement-about-cancel = Сообщите, что его не будет или оно дальше не пойдёт. На этом оно завершено.
legend-movement = Передвижение
legend-notified = Заявленное место
found-movement = передвижение
needs-recheck = { $n ->
    [one] место проверить
    [few] места проверить
    [many] мест проверить
   *[other] места проверить
  }
rechecks = Проверить снова ({ $n })
recheck-contradicted = То, что сообщает другая сторона, противоречит положению. Перепроверьте координаты.
recheck-expired = Срок истёк в { $at }. Верно ли это ещё?
recheck-ends = Срок истекает в { $at }. Верно ли это ещё?
compare-what-same = Вероятно, одно место
compare-what-opposite = Противоположные состояния
compare-what-apart = Слишком далеко для одного места
compare-what-swapped = Широта и долгота переставлены?
compare-what-sign = Неверный знак или полушарие?
compare-what-truncated = Обрезаны цифры?
compare-what-digit = Неверная цифра?
compare-distance = расстояние { $far }
compare-likelihood = вероятность { $percent }
compare-sketch = Оба положения с их точностью; длина линии { $far }.
compare-said-same = Вы сказали: то же место.
compare-said-other = Вы сказали: не то же.
compare-undo = Сказать обратное
compare-undo-hint = Сказанное остаётся в журнале. Если взять его назад, оба будут предложены снова; обратное его заменит.
dismissed = Отклонено вашей стороной
dismissed-hint = Ваша сторона сказала, что это не одно место. Если взять это назад, они будут предложены снова.
site-import-progress = Обработано строк: { $taken } из { $of }
site-import-reading = Файл читается.
site-import-faults = Только строки с ошибками ({ $n })
site-import-download = Сохранить список ошибок (CSV)
site-import-shown = Ещё строк, не показанных здесь: { $n }.
import-cure = Что сделать
file-row = строка { $n }
file-column = столбец { $n }
file-feature = объект { $n }
file-placemark = метка { $n }
file-ring = кольцо { $n }
file-vertex = вершина { $n }
file-comma = {", "}
