from .bodies import *
from .client import *
def test_a(uss, other, place):
    i=new_id()
    r=uss.put_intent(i, intent(volume(place), new_subscription=implicit()))
    print(r.status, r.body, r.headers)
    print(other.get_intent(i).body)
    print(other.put_intent(new_id(), intent(volume(place))).body)
