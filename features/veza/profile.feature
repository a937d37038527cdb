@VZ-17
Feature: Profile
  Whoever calls themselves otherwise is called so everywhere at once: by every service, by those who
  talk with them at that moment, and on their tracks; whoever prefers another quality hears it on every
  device. It does not matter who was down just then.

  Background:
    Given Arno has the playlist "Mine" with "Night Bus", which Arno has published
    And Lina, Arno and Milo are in a conversation
    And Arno has said "This one is mine"
    And every service calls Arno by his name

  Rule: A new name is the same everywhere within a second

    @critical @realtime
    Example: in the middle of a talk
      Given Milo is present on his laptop and on his phone
      And Arno and Milo are in another conversation as well
      When Arno calls himself "Arno the Second 🎷"
      Then every service calls Arno so within 1 second
      And Lina, Arno and Milo see once that Arno is called so
      And what Arno says is seen under that name
      And Lina hears "Night Bus" under that name

    Example: on every device, and the one that came last, which was there before
      Given Arno is present on his laptop and on his phone
      When Arno calls himself "<b>Żółć</b> & 日本 'co' %s"
      And Arno calls himself "Arno for a moment"
      And Arno calls himself "ARNO for a moment"
      And Arno calls himself "<b>Żółć</b> & 日本 'co' %s"
      Then every service calls Arno so within 1 second, on his laptop and on his phone
      And "Day Train" is under that name, which Arno publishes then

    @realtime
    Example: of somebody who has left
      Given Arno has left the conversation
      And Lina and Milo are in another conversation as well
      When Arno calls himself "Arno from afar"
      Then Lina and Milo see once that Arno is called so

    @ui
    Example: in the browser
      Given Lina has the conversation open in the browser
      When Arno changes his name to "Arno the Third" in the browser
      Then every service calls Arno so within 1 second
      And Lina reads "This one is mine" there under the name "Arno the Third", and that "Arno the Third" is present
      And every service calls Arno so still, after Ada has made him a moderator and an artist again

  Rule: Music starts in the quality that somebody prefers, everywhere within a second

    Example: on every device, and nobody else's
      Given Lina is signed in on her laptop and on her phone
      When Lina comes to prefer high quality
      Then every service starts music in high quality for Lina within 1 second, on her laptop and on her phone
      And music starts as ever for Milo, who has chosen nothing
      When Lina comes to prefer medium quality
      Then every service starts music in medium quality for Lina within 1 second

    @ui
    Example: in the browser
      When Lina chooses low quality in the browser
      Then every service starts music in low quality for Lina within 1 second
      When Lina comes to prefer high quality
      Then every service starts music in high quality for Lina within 1 second
      And Lina finds high quality chosen in the browser, when the page is opened again

  Rule: Also when somebody was down at that moment

    @needs.control @disrupts.veza
    Example: those who have to hear of it
      When chat-server, chat-server-2 and stream-server stop
      And Arno comes to prefer low quality
      And Arno calls himself "Arno the Late"
      Then backend-api calls Arno so for 2 seconds, while they are away
      And every service calls Arno so within 1 second of its return
      And every service starts music in low quality for Arno

    @needs.control @disrupts.veza
    Example: the one who has to tell of it
      When Arno comes to prefer high quality
      And Arno calls himself "Arno the Sudden"
      And backend-api dies
      Then every service calls Arno so within 1 second of its return
      And every service starts music in high quality for Arno
