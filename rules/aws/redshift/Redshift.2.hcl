control "Redshift.2" {
  slug     = "redshift-cluster-tls-required"
  aliases  = []
  severity = "medium"
  category = ["Protect", "Data protection", "Encryption of data in transit"]
  title = {
    en = "Redshift clusters refuse connections without TLS"
    ja = "Redshift クラスターが TLS のない接続を拒否する"
  }
  why = {
    en = "Without TLS, passwords and query results cross the network in the clear."
    ja = "TLS を使わないと、パスワードやクエリの結果が平文でネットワークを流れます。"
  }
  decides = "checked"
  notes = {
    en = "A parameter group outside the run is not judged."
    ja = "構成に含まれないパラメータグループは判定しません。"
  }
  config_rule = "redshift-require-tls-ssl"
  frameworks = {
    "aws-fsbp"       = ["Redshift.2"]
    "nist-800-53-r5" = ["AC-4", "SC-13", "SC-23", "SC-23(3)", "SC-7(4)", "SC-8", "SC-8(1)", "SC-8(2)"]
  }

  check "aws_redshift_cluster" {
    filter = local.group != null || !is_set(attrs.cluster_parameter_group_name)
    locals {
      group = target(attrs.cluster_parameter_group_name, "aws_redshift_parameter_group")
    }
    enforce {
      condition = any([for parameter in default(attribute(local.group, "parameter"), []) : lower(parameter.name) == "require_ssl" && lower(parameter.value) == "true"])
      at        = "cluster_parameter_group_name"
      error_message = {
        en = "the cluster accepts connections without TLS"
        ja = "クラスターが TLS のない接続を受け付ける"
      }
    }
    no_fix = {
      en = "clients that connect without TLS would be refused: when they are ready, name an aws_redshift_parameter_group with require_ssl = true in cluster_parameter_group_name"
      ja = "TLS を使わないクライアントが接続できなくなるため自動では直さない。準備ができたら require_ssl = true の aws_redshift_parameter_group を cluster_parameter_group_name に指定する"
    }
  }

  remediation {
    console = {
      en = ["Create a parameter group with require_ssl set to true in the Redshift console.", "Edit the cluster, choose the group, and reboot it."]
      ja = ["Redshift コンソールで require_ssl を true にしたパラメータグループを作成する。", "クラスターを編集してそのグループを選び、再起動する。"]
    }
    cli = "aws redshift modify-cluster-parameter-group --parameter-group-name GROUP --parameters ParameterName=require_ssl,ParameterValue=true"
  }

  example "fail" "the default parameter group" {
    resource "aws_redshift_cluster" "dw" {
      cluster_identifier     = "dw"
      node_type              = "ra3.large"
      master_username        = "warehouse"
      manage_master_password = true
      skip_final_snapshot    = true
    }
  }

  example "fail" "a group that leaves it off" {
    resource "aws_redshift_parameter_group" "dw" {
      name   = "dw"
      family = "redshift-1.0"
      parameter {
        name  = "require_ssl"
        value = "false"
      }
    }

    resource "aws_redshift_cluster" "dw" {
      cluster_identifier           = "dw"
      node_type                    = "ra3.large"
      master_username              = "warehouse"
      manage_master_password       = true
      skip_final_snapshot          = true
      cluster_parameter_group_name = aws_redshift_parameter_group.dw.name
    }
  }

  example "fail" "a group that says something else" {
    resource "aws_redshift_parameter_group" "dw" {
      name   = "dw"
      family = "redshift-1.0"
      parameter {
        name  = "enable_user_activity_logging"
        value = "true"
      }
    }

    resource "aws_redshift_cluster" "dw" {
      cluster_identifier           = "dw"
      node_type                    = "ra3.large"
      master_username              = "warehouse"
      manage_master_password       = true
      skip_final_snapshot          = true
      cluster_parameter_group_name = aws_redshift_parameter_group.dw.name
    }
  }

  example "pass" "a group that requires it" {
    resource "aws_redshift_parameter_group" "dw" {
      name   = "dw"
      family = "redshift-1.0"
      parameter {
        name  = "require_ssl"
        value = "true"
      }
    }

    resource "aws_redshift_cluster" "dw" {
      cluster_identifier           = "dw"
      node_type                    = "ra3.large"
      master_username              = "warehouse"
      manage_master_password       = true
      skip_final_snapshot          = true
      cluster_parameter_group_name = aws_redshift_parameter_group.dw.name
    }
  }

  example "pass" "by the id, in capitals" {
    resource "aws_redshift_parameter_group" "dw" {
      name   = "dw"
      family = "redshift-1.0"
      parameter {
        name  = "require_ssl"
        value = "TRUE"
      }
    }

    resource "aws_redshift_cluster" "dw" {
      cluster_identifier           = "dw"
      node_type                    = "ra3.large"
      master_username              = "warehouse"
      manage_master_password       = true
      skip_final_snapshot          = true
      cluster_parameter_group_name = aws_redshift_parameter_group.dw.id
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "later" {
      input = "true"
    }

    resource "aws_redshift_parameter_group" "dw" {
      name   = "dw"
      family = "redshift-1.0"
      parameter {
        name  = "require_ssl"
        value = tostring(terraform_data.later.output)
      }
    }

    resource "aws_redshift_cluster" "dw" {
      cluster_identifier           = "dw"
      node_type                    = "ra3.large"
      master_username              = "warehouse"
      manage_master_password       = true
      skip_final_snapshot          = true
      cluster_parameter_group_name = aws_redshift_parameter_group.dw.name
    }
  }
}
