@VZ-03
Feature: Dashboard
  The first thing a person sees: who they are here, what they might like to hear next, and what
  they did lately. It is theirs alone, and it is there at once.

  Rule: It shows the person their profile, recommendations and recent activity

    @critical @ui
    Example: in the browser
      Given Arno has published "Night Bus", "Slow Ferry" and "Day Train"
      And Lina has listened to "Night Bus"
      When Lina opens her dashboard in the browser
      Then Lina sees her name and that she is a listener
      And Lina sees "Day Train" recommended because of Arno
      And Lina sees that she lately listened to "Night Bus"

  Rule: Recommendations are drawn from what the person listened to

    Background:
      Given Arno has published "Night Bus" and "Day Train"

    Example: more by the artist they listened to
      Given Lina has seen her dashboard
      When Lina has listened to "Night Bus"
      Then "Day Train" is recommended to Lina first, because of Arno
      And "Night Bus" is not recommended to Lina

    Example: then more of the same kind
      Given somebody else has published "Slow Ferry", of the same kind as "Night Bus"
      When Lina has listened to "Night Bus"
      Then "Day Train" and then "Slow Ferry" are recommended to Lina

    Example: and because of what they listened to most
      Given somebody else has published "Slow Ferry", of the same kind as "Night Bus"
      When Lina has listened to "Night Bus" twice
      And Lina has listened to "Day Train"
      Then "Slow Ferry" alone is recommended to Lina, because of what she listened to most

    Example: first by whom they listened to most
      Given somebody else has published "Slow Ferry" and "Late Tram", of the same kind as "Night Bus"
      When Lina has listened to "Slow Ferry"
      And Lina has listened to "Night Bus" twice
      Then "Day Train" and then "Late Tram" are recommended to Lina

    Example: as many as there are, ten at most
      Given Arno has published 10 short tracks more, of a kind that nothing else is of
      When Lina listens to 3 of them in turn, and looks each time at what is recommended to her
      Then it was all the rest by Arno each time, ten at most, or as many as she asked for

    Example: not from what somebody else listened to
      When Zoe has listened to "Night Bus"
      Then nothing is recommended to Lina because of Arno
      And what is new is recommended to Lina, "Day Train" before "Night Bus"

  Rule: Recent activity is the person's own, newest first

    @realtime
    Example: an evening on Veza
      Given Arno has published "Night Bus"
      And Arno and Lina are members of a conversation
      When Lina signs in, listens to "Night Bus", says "Lovely" and makes the playlist "Evening"
      Then the recent activity of Lina is, newest first
        | kind             | about     |
        | playlist created | Evening   |
        | message sent     |           |
        | listened         | Night Bus |
        | signed in        |           |
      And the recent activity of Arno tells once that he published "Night Bus"

    @needs.control @disrupts.veza
    Example: also what Veza heard of late
      Given Arno has published "Night Bus"
      And Lina is signed in
      When nats stops
      And Lina has listened to "Night Bus"
      And Lina makes the playlist "Evening" with "Night Bus"
      Then once all is well the recent activity of Lina is, newest first
        | kind             | about     |
        | playlist created | Evening   |
        | listened         | Night Bus |
        | signed in        |           |

    Example: nobody else's
      Given Arno has published "Night Bus"
      And Lina is signed in
      When Zoe has listened to "Night Bus"
      Then the recent activity of Lina holds nothing of it
      And the recent activity of Zoe holds it once

    Example: everybody's own at the same moment
      Given Arno has published "Night Bus" and "Day Train"
      And Lina has listened to "Night Bus"
      And Zoe has listened to "Day Train"
      When Lina, Arno, Milo and Zoe open their dashboards at the same moment, five times
      Then each of them sees their own, every time

    Example: more than fits
      Given Arno has published "Night Bus" and "Day Train"
      When Lina listens to "Night Bus" and "Day Train" in turn, 45 times
      Then all of it is in the recent activity of Lina
      And Lina sees on her dashboard what she listened to last, newest first

    @ui
    Example: in a browser that somebody else has used
      Given Arno has published "Night Bus"
      And Lina has listened to "Night Bus"
      And Lina has seen "Night Bus" among her recent activity in the browser
      When Lina signs out, and Zoe signs in in the same browser
      Then Zoe sees her name and that she is a listener
      And Zoe sees that she lately signed in, and nothing of "Night Bus"

  Rule: It is there at once

    @load @alone
    Example: a hundred times
      Given Arno has published "Night Bus" and "Day Train"
      And Lina has listened to "Night Bus"
      When Lina opens her dashboard 100 times
      Then it takes less than 300 milliseconds on average, and less than 500 milliseconds 95 % of the times

  @ui
  Rule: Everybody can use it

    Example: on a desktop and a phone, in the light and in the dark
      Given Arno has published "Night Bus" and "Day Train"
      And Lina has listened to "Night Bus"
      And Lina and Arno are in a conversation
      When Arno says "This track is amazing! 🎵"
      And Lina makes the playlist "Evening" with "Night Bus" and "Day Train"
      Then nothing keeps anybody from using the pages, on a desktop or a phone, in the light or in the dark
