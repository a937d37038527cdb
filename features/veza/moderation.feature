@VZ-14
Feature: Moderation
  A moderator takes out of a conversation what should not be there, and keeps somebody from writing
  in it for a while, without being a member. Everybody who is there sees it at once; who is muted is
  told why. Nobody else can do either.

  Background:
    Given Lina, Arno and Nils are in a conversation

  Rule: What a moderator removes goes for everybody

    @critical @realtime
    Example: while everybody is there
      Given Arno is present on his laptop and on his phone
      And Lina has taken Milo into the conversation, and Milo is present
      And Arno has said "Something somebody may mind", "In between", "And that" and "After it"
      When Milo removes "Something somebody may mind" and "And that" from the conversation
      Then Lina, Arno, Nils and Milo see each of them go once
      And Lina, Arno and Nils find "In between" and "After it", whichever way they look
      And the other services are told once of each, without its words

    @realtime
    Example: by two at the same moment
      Given Zoe is on Veza, but not in the conversation
      And Lina has said "Something somebody may mind"
      When Milo and Ada remove it at the same moment
      Then it is done for one of them, and the others are told that there is no such message
      And Lina, Arno and Nils see it go once
      And Zoe sees nothing of it, neither live nor in any history

    @realtime
    Example: sent again by somebody who got no answer
      Given Lina has said "Something somebody may mind"
      And Milo has removed "Something somebody may mind" from the conversation
      When Lina sends it again as if no answer had come
      Then Arno and Nils do not see it again
      And Lina, Arno and Nils find nothing, whichever way they look

    Example: and nothing that is in another conversation
      Given Lina has said "All is well here"
      When Milo asks for it to be removed from another conversation
      Then Milo is told that there is no such message
      And nobody has seen it go, and it is found still

    @ui
    Example: in the browser, also of somebody who was away
      Given Arno has the conversation open in the browser
      And Lina has said "First", "Second" and "Third"
      And the page of Arno has shown "First", "Second" and "Third"
      When Milo removes "Second" from the conversation
      Then the page of Arno shows "First" and "Third"
      And the page of Arno shows "First", after its line was broken while Milo removed "Third"
      And the page of Arno shows "First", after he opens it again

  Rule: A muted person cannot write there until the time is up, and is told why

    @critical @realtime
    Example: on any device, until then
      Given Arno is present on his laptop and on his phone
      And Arno has published "Night Bus"
      When Milo mutes Arno for 2 seconds because of "Too loud for this hour 🌙"
      Then Lina, Arno and Nils are told once that Arno is muted, until when and why
      And Arno is refused on his laptop and on his phone, and told until when and why
      And Arno can write again when the time is up, and not before
      And the other services are told once of it

    @realtime
    Example: in that conversation only, beside somebody else who is muted
      Given Arno and Nils are in another conversation as well
      When Milo mutes Arno for a day because of "Too loud"
      And Milo mutes Lina for an hour because of "Not today"
      Then Arno is refused in the first conversation, and told until when and why
      And Lina is refused in the first conversation, and told until when and why
      But Nils can write in the first conversation
      And Arno can write in the other one

    @realtime
    Example: however they come back, while they hear all that is said
      Given Arno has said "Good evening"
      And Milo has muted Arno for a day because of "Too loud"
      When Arno leaves and joins again
      And Lina says "Good evening all the same"
      Then Arno and Nils each see it once
      And Arno is refused on his laptop and on his phone, and told until when and why

    @realtime
    Example: until another time, when a moderator thinks again
      Given Milo has muted Arno for an hour because of "Too loud"
      When Ada mutes Arno for 1 second because of "He is sorry"
      Then Arno is refused, and told until when and why
      And Arno can write again when the time is up, and not before

    @ui
    Example: in the browser
      Given Arno has the conversation open in the browser
      When Milo mutes Arno for 2 seconds because of "Too loud for this hour 🌙"
      Then Arno reads there that he cannot write, until when and why
      And Arno can write there again when the time is up

    @ui
    Example: in the browser, by a moderator who is there
      Given Lina has taken Milo into the conversation, and Milo is present
      And Arno has said "LOUD!"
      And Milo has the conversation open in the browser
      When Milo mutes Arno for 5 minutes because of "Too loud" in the browser
      Then Arno is refused on his laptop and on his phone, and told until when and why
      And Arno reads there that he cannot write, until when and why, once he opens it and tries

  Rule: Nobody else moderates

    @critical @realtime
    Example: by removing something
      Given Arno has said "To be kept"
      When Lina, Arno, Nils and Zoe ask for it to be removed
      Then each of them is refused as not allowed
      And nobody has seen it go, and it is found still

    @critical @realtime
    Example: by muting somebody
      When Lina, Arno, Nils and Zoe ask for Nils to be muted
      Then each of them is refused as not allowed
      And nobody is told that Nils is muted, and Nils can write
