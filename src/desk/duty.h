#pragma once
// Duty: where several servers serve one database, one of them watches, tells and tidies; the others only serve people.

namespace huabiao::desk {

enum class Duty : bool { Elsewhere, Here };

}  // namespace huabiao::desk
