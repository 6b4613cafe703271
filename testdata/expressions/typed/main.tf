variable "string" {
  type = string
}

output "string" {
  value = var.string
}

variable "number" {
  type = number
}

output "number" {
  value = var.number
}

variable "bool" {
  type = bool
}

output "bool" {
  value = var.bool
}

variable "list" {
  type = list(string)
}

output "list" {
  value = var.list
}

variable "set" {
  type = set(string)
}

output "set" {
  value = var.set
}

variable "map" {
  type = map(string)
}

output "map" {
  value = var.map
}

variable "object" {
  type = object({ a = string, b = number })
}

output "object" {
  value = var.object
}

variable "objects" {
  type = list(object({ id = string }))
}

output "objects" {
  value = var.objects
}

variable "tuple" {
  type = tuple([string, number])
}

output "tuple" {
  value = var.tuple
}
