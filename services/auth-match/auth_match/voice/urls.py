from django.urls import path

from auth_match.voice.views import IceServersView

urlpatterns = [path("api/voice/ice-servers/", IceServersView.as_view())]
