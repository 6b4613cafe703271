variable "account_id" {
  description = "The AWS account that this configuration owns."
  type        = string
}

variable "region" {
  type    = string
  default = "ap-northeast-1"
}

variable "recovery_region" {
  type    = string
  default = "ap-northeast-3"
}

variable "rehearsal" {
  description = "Plan without credentials."
  type        = bool
  default     = false
}

variable "environment" {
  type = string
}

variable "contacts" {
  description = "Alternate contacts of the account, by type."
  type = map(object({
    name  = string
    email = string
    phone = string
  }))
}

variable "password_policy" {
  type = object({
    minimum_length  = optional(number, 14)
    require_numbers = optional(bool, true)
    require_symbols = optional(bool, true)
  })
  default = {}
}

variable "network" {
  description = "The VPC that the network account shares with this one."
  type = object({
    vpc_id          = string
    private_subnets = list(string)
    office_cidr     = string
  })
}

variable "access_log_bucket" {
  description = "Bucket in the log archive account that takes server access logs."
  type        = string
}

variable "services" {
  type = map(object({
    instance_type = optional(string, "t3.small")
    http_tokens   = optional(string, "required")
    ingress = map(object({
      port        = number
      cidr_blocks = list(string)
    }))
  }))
}

variable "registry_access_key_id" {
  description = "Key of the user that pulls from the old registry."
  type        = string
  sensitive   = true
  default     = "set-in-ci"
}

variable "registry_secret_access_key" {
  type      = string
  sensitive = true
  default   = "set-in-ci"
}
