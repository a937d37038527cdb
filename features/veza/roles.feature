@VZ-16
Feature: Roles
  Lina is a listener, Arno an artist, Milo a moderator and Ada an admin. What each of them may
  do is the same on every service, and what they may not do has no effect.

  Rule: Each role may do what it allows, and nothing else

    @critical
    Scenario Outline: to <action>
      When Lina, Arno, Milo and Ada each try to <action>
      Then it is allowed to <allowed>, and refused to everybody else without effect

      Examples: what everybody may do
        | action                              | allowed                  |
        | open the dashboard                  | Lina, Arno, Milo and Ada |
        | listen to a track                   | Lina, Arno, Milo and Ada |
        | make a playlist                     | Lina, Arno, Milo and Ada |
        | say something in their conversation | Lina, Arno, Milo and Ada |

      Examples: what takes a role
        | action                                 | allowed      |
        | publish a track                        | Arno and Ada |
        | remove a message of somebody else      | Milo and Ada |
        | mute somebody                          | Milo and Ada |
        | remove a track of somebody else        | Ada          |
        | remove a conversation of somebody else | Ada          |
        | change the role of somebody            | Ada          |
        | deactivate an account                  | Ada          |
        | read the audit log                     | Ada          |

      Examples: what nobody may do
        | action                                    | allowed |
        | read a conversation of others             | nobody  |
        | invite people to a conversation of others | nobody  |

    @ui
    Example: in a conversation in the browser
      Given Lina, Arno and Milo are members of a conversation
      And Arno has said "Something somebody may mind"
      When Lina and Milo open the conversation in the browser
      Then Milo finds there how to remove it and how to mute Arno
      And Lina finds neither
      And Lina no longer reads it, after Milo removes it there

  Rule: A changed role counts at once, on every service

    Example: a listener becomes a moderator, and is a listener again
      Given Lina is signed in
      When Ada makes Lina a moderator
      Then Lina can remove a message of somebody else, without signing in again
      And Lina can no longer do so, after Ada makes her a listener

    @critical
    Example: whatever role somebody is given
      Given Lina has one of everything that Veza keeps for somebody
      And Zoe has been at every service
      When Ada gives Zoe each role in turn
      Then at every service Zoe may do at once what each of them allows, and nothing else
