control "OpenSearch.2" {
  slug     = "opensearch-domain-in-vpc"
  aliases  = ["Opensearch.2"]
  severity = "critical"
  category = ["Protect", "Secure network configuration", "Resources within VPC"]
  title = {
    en = "OpenSearch domains are in a VPC"
    ja = "OpenSearch ドメインが VPC 内に配置されている"
  }
  why = {
    en = "A domain outside a VPC has an endpoint on the internet, guarded by its access policy alone. Inside a VPC, security groups and routes stand in front of it as well."
    ja = "VPC 外のドメインはエンドポイントがインターネットに公開され、アクセスポリシーだけが頼りになります。VPC 内に置けば、セキュリティグループやルーティングでも守れます。"
  }
  decides = "checked"
  notes = {
    en = "Whether the subnets are private is not part of this control."
    ja = "サブネットがプライベートかどうかは、このコントロールでは判定しません。"
  }
  config_rule = "opensearch-in-vpc-only"
  frameworks = {
    "aws-fsbp"       = ["OpenSearch.2"]
    "pci-dss-3.2.1"  = ["1.2.1", "1.3.1", "1.3.2", "1.3.4", "1.3.6"]
    "nist-800-53-r5" = ["AC-21", "AC-3", "AC-3(7)", "AC-4", "AC-4(21)", "AC-6", "SC-7", "SC-7(11)", "SC-7(16)", "SC-7(20)", "SC-7(21)", "SC-7(3)", "SC-7(4)", "SC-7(9)"]
  }
  frameworks_derived = {
    "pci-dss-4.0"                   = ["1.2.8", "1.3.1", "1.3.2", "1.4.2", "1.5.1", "A1.1.3"]
    "aws-well-architected-security" = ["SEC03-BP07", "SEC03-BP08", "SEC05-BP01"]
    "iso-27001-2022"                = ["A.8.1"]
  }

  check "aws_opensearch_domain" {
    locals {
      placed = exists(owners_of(attrs, "aws_subnet", "vpc_options.subnet_ids"))
    }
    enforce {
      condition = local.placed || is_set(one(attrs.vpc_options[*].subnet_ids))
      at        = "vpc_options"
      error_message = {
        en = "the domain's endpoint is on the internet, not in a VPC"
        ja = "ドメインが VPC 外にあり、エンドポイントがインターネットに公開されている"
      }
    }
    fix {
      class  = "needs-input"
      impact = "replaces"
      summary = {
        en = "place the domain in a VPC"
        ja = "ドメインを VPC 内に配置する"
      }
      warning = {
        en = "The domain is deleted and created anew and its indexes are lost: restore a snapshot into the new one. Clients must then reach the VPC, and the endpoint's name changes."
        ja = "ドメインは削除して作り直され、インデックスが失われるため、スナップショットからの復元が必要です。エンドポイント名が変わり、クライアントは VPC に到達できる必要があります。"
      }
      input "search_subnet_ids" {
        description = {
          en = "List of private subnets for the domain, one for each Availability Zone that it spreads over"
          ja = "ドメインを配置するプライベートサブネットの ID のリスト (利用するアベイラビリティーゾーンごとに 1 つ)"
        }
      }
      input "search_security_group_ids" {
        description = {
          en = "List of security groups that let the domain's clients in on port 443"
          ja = "クライアントからのポート 443 への接続を許可するセキュリティグループの ID のリスト"
        }
      }
      set = {
        "vpc_options.subnet_ids"         = var.search_subnet_ids
        "vpc_options.security_group_ids" = var.search_security_group_ids
      }
    }
  }

  remediation {
    console = {
      en = ["Create a new domain in the OpenSearch Service console; under Network choose VPC access, subnets and security groups.", "Restore a snapshot of the public domain into it.", "Point the clients to the new endpoint and delete the old domain."]
      ja = ["OpenSearch Service コンソールで新しいドメインを作成し、「ネットワーク」で VPC アクセス、サブネット、セキュリティグループを選ぶ。", "公開ドメインのスナップショットを新しいドメインに復元する。", "クライアントの接続先を切り替え、古いドメインを削除する。"]
    }
    cli = "aws opensearch create-domain --domain-name NEW_DOMAIN --vpc-options SubnetIds=SUBNET_ID,SecurityGroupIds=GROUP_ID"
  }

  example "fail" "a public endpoint" {
    resource "aws_opensearch_domain" "search" {
      domain_name    = "search"
      engine_version = "OpenSearch_2.17"
    }
  }

  example "fixed" "a public endpoint" {
    variable "search_subnet_ids" {
      type    = list(string)
      default = ["subnet-0a1b2c3d4e5f60718"]
    }

    variable "search_security_group_ids" {
      type    = list(string)
      default = ["sg-0a1b2c3d4e5f60718"]
    }

    resource "aws_opensearch_domain" "search" {
      domain_name    = "search"
      engine_version = "OpenSearch_2.17"
      vpc_options {
        subnet_ids         = var.search_subnet_ids
        security_group_ids = var.search_security_group_ids
      }
    }
  }

  example "fail" "in a VPC in other environments only" {
    variable "private" {
      type    = bool
      default = false
    }

    resource "aws_opensearch_domain" "search" {
      domain_name    = "search"
      engine_version = "OpenSearch_2.17"
      dynamic "vpc_options" {
        for_each = var.private ? [1] : []
        content {
          subnet_ids = ["subnet-0a1b2c3d4e5f60718"]
        }
      }
    }
  }

  example "pass" "a subnet by its id" {
    resource "aws_opensearch_domain" "search" {
      domain_name    = "search"
      engine_version = "OpenSearch_2.17"
      vpc_options {
        subnet_ids         = ["subnet-0a1b2c3d4e5f60718"]
        security_group_ids = ["sg-0a1b2c3d4e5f60718"]
      }
    }
  }

  example "pass" "a subnet of the same run" {
    resource "aws_subnet" "search" {
      vpc_id     = "vpc-0a1b2c3d4e5f60718"
      cidr_block = "10.0.0.0/24"
    }

    resource "aws_opensearch_domain" "search" {
      domain_name    = "search"
      engine_version = "OpenSearch_2.17"
      vpc_options {
        subnet_ids = [aws_subnet.search.id]
      }
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "later" {
      input = ["subnet-0a1b2c3d4e5f60718"]
    }

    resource "aws_opensearch_domain" "search" {
      domain_name    = "search"
      engine_version = "OpenSearch_2.17"
      vpc_options {
        subnet_ids = tolist(terraform_data.later.output)
      }
    }
  }
}
