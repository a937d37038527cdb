@VZ-03
Feature: Dashboard
  The first thing a person sees: who they are here, what they might like to hear next, and what
  they did lately. It is theirs alone, and it is there at once.

  Rule: It shows the person their profile, recommendations and recent activity

    @critical @ui
    Example: in the browser
      Given Arno has published "Night Bus" and "Day Train"
      And Lina has listened to "Night Bus"
      When Lina opens her dashboard in the browser
      Then Lina sees her name and that she is a listener
      And Lina sees "Day Train" recommended because of Arno
      And Lina sees that she lately listened to "Night Bus"

  Rule: Recommendations are drawn from what the person listened to

    Background:
      Given Arno has published "Night Bus" and "Day Train"

    Example: more by the artist they listened to
      When Lina has listened to "Night Bus"
      Then "Day Train" is recommended to Lina first, because of Arno
      And "Night Bus" is not recommended to Lina

    Example: then more of the same kind
      Given somebody else has published "Slow Ferry", of the same kind as "Night Bus"
      When Lina has listened to "Night Bus"
      Then "Day Train" and then "Slow Ferry" are recommended to Lina

    Example: not from what somebody else listened to
      When Zoe has listened to "Night Bus"
      Then nothing is recommended to Lina because of Arno

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

    Example: nobody else's
      Given Arno has published "Night Bus"
      And Lina is signed in
      When Zoe has listened to "Night Bus"
      Then the recent activity of Lina holds nothing of it
      And the recent activity of Zoe holds it once

  Rule: It is there at once

    @load @alone
    Example: a hundred times
      Given Arno has published "Night Bus" and "Day Train"
      And Lina has listened to "Night Bus"
      When Lina opens her dashboard 100 times
      Then it takes less than 300 milliseconds on average, and less than 500 milliseconds 95 % of the times
